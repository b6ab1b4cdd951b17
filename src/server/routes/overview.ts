// What a duty officer wants on the wall, from the roll-ups: cheap on ten events and on ten thousand million.
import { Type } from 'typebox';
import { StreamFlow } from '#model/record/agent.ts';
import { Campaign } from '#model/record/campaign.ts';
import { Finding } from '#model/record/finding.ts';
import { Incident } from '#model/record/incident.ts';
import { type Clock, hour, minute } from '#model/time.ts';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { unixMs } from './deps.ts';

const whole = Type.Integer();

const Overview = Type.Object({
  from: whole,
  to: whole,
  /** Time of the newest event, 0 when there is none: where to look when the window is empty. */
  newest: whole,
  totals: Type.Object({
    events: whole,
    packets: whole,
    sources: whole,
    findingsOpen: whole,
    incidentsOpen: whole,
    indicatorsActive: whole,
    blocked24h: whole,
  }),
  series: Type.Array(Type.Object({ at: whole, class: Type.String(), events: whole, packets: whole })),
  countries: Type.Array(
    Type.Object({ country: Type.String(), events: whole, packets: whole, sources: whole }),
  ),
  arcs: Type.Array(
    Type.Object({
      from: Type.Object({ country: Type.String() }),
      to: Type.String(),
      class: Type.String(),
      events: whole,
    }),
  ),
  topPorts: Type.Array(
    Type.Object({ port: whole, protocol: Type.String(), events: whole, packets: whole, sources: whole }),
  ),
  campaigns: Type.Array(Campaign),
  findings: Type.Array(Finding),
  incidents: Type.Array(Incident),
  flows: Type.Array(StreamFlow),
});

export function overviewRoutes(deps: {
  store: EventStore;
  records: Records;
  clock: Clock;
  /** Names blocked in the last day, by our own resolver and as resolvers report. */
  blocked: () => Promise<number>;
}): Route[] {
  const { store, records, clock } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/overview',
      access: 'read',
      summary: 'The situation over a window of hours',
      tags: ['overview'],
      query: Type.Object({
        hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 * 366 })),
        to: Type.Optional(unixMs('End of the window, Unix ms; now when absent.')),
      }),
      response: Overview,
      handler: async ({ query }) => {
        const to = query.to ?? clock() + minute;
        const from = to - (query.hours ?? 24) * hour;
        const span = (query.hours ?? 24) > 48 ? 'events_hour' : 'events_minute';
        const step = Math.max(60, Math.ceil((to - from) / 1000 / 96 / 60) * 60);
        const window = {
          from: Math.max(0, Math.floor(from / 1000)),
          to: Math.max(1, Math.min(2 ** 32 - 1, Math.ceil(to / 1000))),
          step,
        };
        const within =
          "at >= toDateTime({from:UInt32}, 'UTC') AND at < toDateTime({to:UInt32}, 'UTC') AND exercise = ''";
        const kind =
          "if(class = '', if(dataset LIKE 'honeypot.%', 'honeypot', splitByChar('.', dataset)[1]), class)";
        const [totals, series, countries, arcs, ports, newest] = await Promise.all([
          store.query<{ events: number; packets: number; sources: number }>(
            `SELECT sum(events) AS events, sum(packets) AS packets, uniqCombinedMerge(14)(sources) AS sources FROM (SELECT events, packets, sources FROM ${span} WHERE ${within})`,
            window,
          ),
          store.query<{ slot: number; kind: string; n: number; p: number }>(
            `SELECT toInt64(toUnixTimestamp(toStartOfInterval(at, toIntervalSecond({step:UInt32})))) * 1000 AS slot, ${kind} AS kind, sum(events) AS n, sum(packets) AS p
             FROM ${span} WHERE ${within} GROUP BY slot, kind ORDER BY slot`,
            window,
          ),
          store.query<{ place: string; n: number; p: number; s: number }>(
            `SELECT country AS place, sum(events) AS n, sum(packets) AS p, uniqCombinedMerge(14)(sources) AS s FROM ${span} WHERE ${within} AND country != '' GROUP BY place ORDER BY n DESC LIMIT 60`,
            window,
          ),
          store.query<{ origin: string; goal: string; kind: string; n: number }>(
            `SELECT \`source.geo.country_iso_code\` AS origin, \`destination.geo.country_iso_code\` AS goal, \`hinomi.class\` AS kind, count() AS n
             FROM events WHERE \`@timestamp\` >= toDateTime({from:UInt32}, 'UTC') AND \`@timestamp\` < toDateTime({to:UInt32}, 'UTC') AND \`hinomi.exercise\` = ''
               AND origin != '' AND goal != '' AND origin != goal GROUP BY origin, goal, kind ORDER BY n DESC LIMIT 40`,
            window,
          ),
          store.query<{ port: number; transport: string; n: number; p: number; s: number }>(
            `SELECT port, transport, sum(events) AS n, sum(packets) AS p, uniqCombinedMerge(14)(sources) AS s FROM ${span} WHERE ${within} AND port > 0 GROUP BY port, transport ORDER BY n DESC LIMIT 12`,
            window,
          ),
          store.query<{ newest: number }>(
            `SELECT toInt64(toUnixTimestamp(max(at))) * 1000 AS newest FROM events_minute WHERE exercise = ''`,
          ),
        ]);
        const findings = records.collection(collections.findings);
        const incidents = records.collection(collections.incidents);
        const open = { status: ['new', 'acknowledged', 'contained'], exercise: '' };
        const [total] = totals;
        return {
          from,
          to,
          newest: Number(newest[0]?.newest ?? 0),
          totals: {
            events: Number(total?.events ?? 0),
            packets: Number(total?.packets ?? 0),
            sources: Number(total?.sources ?? 0),
            findingsOpen: await findings.count({ ongoing: 1, exercise: '' }),
            incidentsOpen: await incidents.count(open),
            indicatorsActive: await records
              .collection(collections.indicators)
              .count({ status: 'active', exercise: '' }),
            blocked24h: await deps.blocked(),
          },
          series: series.map(row => ({
            at: Number(row.slot),
            class: row.kind,
            events: Number(row.n),
            packets: Number(row.p),
          })),
          countries: countries.map(row => ({
            country: row.place,
            events: Number(row.n),
            packets: Number(row.p),
            sources: Number(row.s),
          })),
          arcs: arcs.map(row => ({
            from: { country: row.origin },
            to: row.goal,
            class: row.kind,
            events: Number(row.n),
          })),
          topPorts: ports.map(row => ({
            port: Number(row.port),
            protocol: row.transport,
            events: Number(row.n),
            packets: Number(row.p),
            sources: Number(row.s),
          })),
          campaigns: (
            await records
              .collection(collections.campaigns)
              .list({ where: { exercise: '' }, order: '-end', limit: 8 })
          ).items,
          findings: (await findings.list({ where: { exercise: '' }, order: '-end', limit: 12 })).items,
          incidents: (await incidents.list({ where: open, order: '-updated', limit: 12 })).items,
          flows: (await records.collection(collections.flows).list({ limit: 200 })).items,
        };
      },
    }),
  ];
}
