// Findings, incidents and campaigns: lists, pages, and the work on incidents.
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import { Alert } from '#model/record/alert.ts';
import { Campaign } from '#model/record/campaign.ts';
import { Finding } from '#model/record/finding.ts';
import { Incident, IncidentStatus, incidentStatuses } from '#model/record/incident.ts';
import { Indicator } from '#model/record/indicator.ts';
import type { Clock } from '#model/time.ts';
import { Tlp } from '#model/vocab/tlp.ts';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Audit } from '../audit/audit.ts';
import type { Bus } from '../http/bus.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { evidenceChain } from './chain.ts';
import { actor, idParams, page, pageQuery, paging, present } from './deps.ts';

export interface IncidentRouteDeps {
  records: Records;
  store: EventStore;
  audit: Audit;
  bus: Bus;
  clock: Clock;
}

const tags = ['incidents'];
const EventBody = Type.Unsafe<Event>(Type.Record(Type.String(), Type.Unknown()));
const hideToken = <T extends { tokenHash: string }>(alert: T): T => ({ ...alert, tokenHash: '' });

export function incidentRoutes({ records, store, audit, bus, clock }: IncidentRouteDeps): Route[] {
  const findings = records.collection(collections.findings);
  const incidents = records.collection(collections.incidents);
  const campaigns = records.collection(collections.campaigns);
  const indicators = records.collection(collections.indicators);
  const alerts = records.collection(collections.alerts);
  const indicatorsOf = async (findingIds: readonly string[]): Promise<Indicator[]> => {
    const wanted = new Set(findingIds);
    if (wanted.size === 0) return [];
    const { items } = await indicators.list({ order: '-updated', limit: 5000 });
    return items.filter(indicator => indicator.findings.some(id => wanted.has(id))).slice(0, 200);
  };

  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/findings',
      access: 'read',
      summary: 'Findings, newest first',
      tags,
      query: Type.Object({
        ...pageQuery,
        detector: Type.Optional(Type.String({ maxLength: 64 })),
        incident: Type.Optional(Type.String({ maxLength: 64 })),
        subject: Type.Optional(Type.String({ maxLength: 2048 })),
      }),
      response: page(Finding),
      handler: ({ query }) =>
        findings.list({
          where: {
            ...(query.detector ? { detector: query.detector } : {}),
            ...(query.incident ? { incident: query.incident } : {}),
            ...(query.subject ? { subject: query.subject } : {}),
          },
          order: '-end',
          ...paging(query),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/findings/:id',
      access: 'read',
      summary: 'One finding with what it belongs to',
      tags,
      params: idParams,
      response: Type.Object({
        finding: Finding,
        incident: Type.Optional(Incident),
        campaign: Type.Optional(Campaign),
        indicators: Type.Array(Indicator),
        events: Type.Array(EventBody, { description: 'The events to look at first.' }),
      }),
      handler: async ({ params }) => {
        const finding = present(await findings.get(params.id), 'finding', params.id);
        const incident = finding.incident ? await incidents.get(finding.incident) : undefined;
        const campaign = finding.campaign ? await campaigns.get(finding.campaign) : undefined;
        return {
          finding,
          ...(incident ? { incident } : {}),
          ...(campaign ? { campaign } : {}),
          indicators: await indicatorsOf([finding.id]),
          events: await store.byIds(finding.evidence.events),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/incidents',
      access: 'read',
      summary: 'Incidents, newest first',
      tags,
      query: Type.Object({
        ...pageQuery,
        status: Type.Optional(
          Type.String({ maxLength: 200, description: 'One or several of the statuses, comma-separated.' }),
        ),
        order: Type.Optional(Type.Enum(['-updated', '-severity', '-number', '-end'])),
      }),
      response: page(Incident),
      handler: ({ query }) => {
        const statuses = query.status?.split(',').filter(Boolean) ?? [];
        for (const status of statuses)
          if (!(incidentStatuses as readonly string[]).includes(status))
            throw new HinomiError('REQUEST_INVALID', `"${status}" is no incident status`, {
              place: { field: 'status' },
              remedy: `Use ${incidentStatuses.join(', ')}.`,
              status: 400,
            });
        return incidents.list({
          where: statuses.length > 0 ? { status: statuses } : {},
          order: query.order ?? '-updated',
          ...paging(query),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/incidents/:id',
      access: 'read',
      summary: 'One incident with its findings, campaign, indicators and alerts',
      tags,
      params: idParams,
      response: Type.Object({
        incident: Incident,
        findings: Type.Array(Finding),
        campaign: Type.Optional(Campaign),
        indicators: Type.Array(Indicator),
        alerts: Type.Array(Alert),
      }),
      handler: async ({ params }) => {
        const incident = present(await incidents.get(params.id), 'incident', params.id);
        const campaign = incident.campaign ? await campaigns.get(incident.campaign) : undefined;
        return {
          incident,
          findings: await findings.getMany(incident.findings),
          ...(campaign ? { campaign } : {}),
          indicators: await indicatorsOf(incident.findings),
          alerts: (await alerts.list({ where: { incident: incident.id }, limit: 1000 })).items.map(hideToken),
        };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/incidents/:id',
      access: 'investigate',
      summary: 'Work on an incident: status, assignee, sharing, a note',
      tags,
      params: idParams,
      body: Type.Object(
        {
          status: Type.Optional(IncidentStatus),
          assignee: Type.Optional(
            Type.String({ maxLength: 64, description: 'Account name; empty to unassign.' }),
          ),
          tlp: Type.Optional(Tlp),
          note: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000 })),
        },
        { additionalProperties: false },
      ),
      response: Incident,
      handler: async ({ params, body, principal, request }) => {
        const by = actor(principal);
        const now = clock();
        const incident = await incidents.update(params.id, before => {
          const entries = [...before.entries];
          if (body.status && body.status !== before.status)
            entries.push({ at: now, by, kind: 'status', text: body.status });
          if (body.assignee !== undefined && body.assignee !== (before.assignee ?? ''))
            entries.push({ at: now, by, kind: 'assigned', text: body.assignee });
          if (body.note) entries.push({ at: now, by, kind: 'note', text: body.note });
          return {
            ...before,
            ...(body.status ? { status: body.status } : {}),
            ...(body.assignee !== undefined ? { assignee: body.assignee } : {}),
            ...(body.tlp ? { tlp: body.tlp } : {}),
            entries,
            updated: now,
          };
        });
        await audit.record({
          actor: by,
          from: request.ip,
          action: 'incident.changed',
          object: incident.id,
          detail: {
            ...(body.status ? { status: body.status } : {}),
            ...(body.tlp ? { tlp: body.tlp } : {}),
            note: body.note !== undefined,
          },
        });
        bus.publish('incident', incident);
        return incident;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/incidents/:id/chain',
      access: 'read',
      summary: 'The evidence chain of an incident, from first packet to list and alert',
      tags,
      params: idParams,
      response: Type.Object({
        nodes: Type.Array(
          Type.Object({
            id: Type.String(),
            kind: Type.String(),
            label: Type.String(),
            message: Type.Optional(Type.Unknown()),
            at: Type.Integer(),
            href: Type.String(),
          }),
        ),
        edges: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
      }),
      handler: async ({ params }) => {
        const incident = present(await incidents.get(params.id), 'incident', params.id);
        const itsFindings = await findings.getMany(incident.findings.slice(0, 30));
        const campaign = incident.campaign ? await campaigns.get(incident.campaign) : undefined;
        const firstEvents = await store.byIds(
          itsFindings.flatMap(finding => finding.evidence.events.slice(0, 1)),
        );
        const inputIds = [...new Set(itsFindings.flatMap(finding => finding.inputs))].slice(0, 20);
        return evidenceChain({
          incident,
          findings: itsFindings,
          events: firstEvents,
          inputs: await records.collection(collections.inputs).getMany(inputIds),
          ...(campaign ? { campaign } : {}),
          indicators: await indicatorsOf(incident.findings),
          alerts: (await alerts.list({ where: { incident: incident.id }, limit: 50 })).items,
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/campaigns',
      access: 'read',
      summary: 'Campaigns, newest first',
      tags,
      query: Type.Object(pageQuery),
      response: page(Campaign),
      handler: ({ query }) => campaigns.list({ order: '-end', ...paging(query) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/campaigns/:id',
      access: 'read',
      summary: 'One campaign with findings, activity and sources',
      tags,
      params: idParams,
      response: Type.Object({
        campaign: Campaign,
        findings: Type.Array(Finding),
        series: Type.Array(Type.Object({ at: Type.Integer(), packets: Type.Integer() })),
        sources: Type.Array(
          Type.Object({
            ip: Type.String(),
            country: Type.String(),
            as: Type.Integer(),
            packets: Type.Integer(),
          }),
        ),
        indicators: Type.Array(Indicator),
      }),
      handler: async ({ params }) => {
        const campaign = present(await campaigns.get(params.id), 'campaign', params.id);
        const span = Math.max(60, Math.ceil((campaign.end - campaign.start) / 1000 / 120));
        const members = campaign.topSources.map(source => source.ip);
        const series = await store.query<{ at: number; packets: number }>(
          `SELECT toUnixTimestamp(toStartOfInterval(\`@timestamp\`, toIntervalSecond({span:UInt32}))) * 1000 AS at,
             sum(greatest(\`network.packets\`, 1)) AS packets
           FROM events WHERE \`@timestamp\` >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND \`@timestamp\` <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
             AND \`source.ip\` IN (SELECT toIPv6(arrayJoin({members:Array(String)}))) GROUP BY at ORDER BY at`,
          { span, from: campaign.start, to: campaign.end, members },
        );
        return {
          campaign,
          findings: await findings.getMany(campaign.findings.slice(-200)),
          series: series.map(({ at, packets }) => ({ at: Number(at), packets: Number(packets) })),
          sources: campaign.topSources,
          indicators: await indicatorsOf(campaign.findings),
        };
      },
    }),
  ];
}
