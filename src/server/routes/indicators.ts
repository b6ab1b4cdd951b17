// Indicators, the allow-list, and what blocked people reported.
import { Type } from 'typebox';
import type { Event } from '#model/event/event.ts';
import { Finding } from '#model/record/finding.ts';
import {
  AllowEntry,
  Indicator,
  IndicatorStatus,
  IndicatorType,
  indicatorStatuses,
} from '#model/record/indicator.ts';
import { Report } from '#model/record/report.ts';
import type { Clock } from '#model/time.ts';
import { Tlp } from '#model/vocab/tlp.ts';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { IndicatorService } from '#warn/indicators/service.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { actor, idParams, page, pageQuery, paging, present, unixMs } from './deps.ts';

const tags = ['indicators'];
const by = (name: string) => `account:${name}`;
const EventBody = Type.Unsafe<Event>(Type.Record(Type.String(), Type.Unknown()));

export interface IndicatorRouteDeps {
  records: Records;
  store: EventStore;
  indicators: IndicatorService;
  audit: Audit;
  clock: Clock;
}

export function indicatorRoutes({ records, store, indicators, audit, clock }: IndicatorRouteDeps): Route[] {
  const list = records.collection(collections.indicators);
  const reports = records.collection(collections.reports);
  const findings = records.collection(collections.findings);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/indicators',
      access: 'read',
      summary: 'Indicators, last changed first',
      tags,
      query: Type.Object({
        ...pageQuery,
        status: Type.Optional(IndicatorStatus),
        type: Type.Optional(IndicatorType),
        q: Type.Optional(Type.String({ maxLength: 253, description: 'Text inside the value.' })),
      }),
      response: page(Indicator),
      handler: ({ query }) =>
        list.list({
          where: {
            ...(query.status ? { status: query.status } : {}),
            ...(query.type ? { type: query.type } : {}),
            ...(query.q ? { value: { contains: query.q.toLowerCase() } } : {}),
          },
          order: '-updated',
          ...paging(query),
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/indicators',
      access: 'list',
      summary: 'List an indicator: blocked within a second where the lists are taken',
      tags,
      body: Type.Object(
        {
          type: Type.Optional(IndicatorType),
          value: Type.String({
            minLength: 1,
            maxLength: 2048,
            description: 'As written; defanged forms are understood.',
          }),
          subdomains: Type.Optional(Type.Boolean()),
          action: Type.Optional(Indicator.properties.action),
          confidence: Type.Integer({ minimum: 0, maximum: 100 }),
          reason: Type.String({
            minLength: 1,
            maxLength: 1000,
            description: 'Shown to the person who is blocked.',
          }),
          days: Type.Integer({ minimum: 1, maximum: 3650 }),
          labels: Type.Optional(Indicator.properties.labels),
          tlp: Type.Optional(Tlp),
          finding: Type.Optional(Type.String({ maxLength: 64 })),
        },
        { additionalProperties: false },
      ),
      response: Indicator,
      status: 201,
      handler: async ({ body, principal, request }) => {
        const { reason, finding, ...rest } = body;
        const indicator = await indicators.add(
          {
            ...rest,
            reason: { id: 'indicator.manual', values: { reason } },
            ...(finding ? { findings: [finding] } : {}),
          },
          by(actor(principal)),
        );
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'indicator.listed',
          object: `indicator/${indicator.id}`,
          detail: { type: indicator.type, value: indicator.value },
        });
        return indicator;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/indicators/import',
      access: 'list',
      summary: 'List many: one value a line',
      tags,
      body: Type.Object(
        {
          text: Type.String({ minLength: 1, maxLength: 16_000_000 }),
          reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
          confidence: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
          days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
          action: Type.Optional(Indicator.properties.action),
          labels: Type.Optional(Indicator.properties.labels),
          subdomains: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      bodyLimit: 64 * 1024 * 1024,
      response: Type.Object({
        added: Type.Integer(),
        refused: Type.Array(Type.Object({ line: Type.Integer(), why: Type.String() })),
        refusedCount: Type.Integer(),
      }),
      handler: async ({ body, principal, request }) => {
        const result = await indicators.addMany(
          body.text,
          {
            confidence: body.confidence ?? 70,
            days: body.days ?? 14,
            reason: { id: 'indicator.manual', values: { reason: body.reason ?? 'import' } },
            ...(body.action ? { action: body.action } : {}),
            ...(body.labels ? { labels: body.labels } : {}),
            ...(body.subdomains === undefined ? {} : { subdomains: body.subdomains }),
          },
          by(actor(principal)),
        );
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'indicator.imported',
          object: '',
          detail: { added: result.added, refused: result.refusedCount },
        });
        return result;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/indicators/:id',
      access: 'read',
      summary: 'One indicator with its evidence and reports',
      tags,
      params: idParams,
      response: Type.Object({
        indicator: Indicator,
        findings: Type.Array(Finding),
        events: Type.Array(EventBody),
        reports: Type.Array(Report),
      }),
      handler: async ({ params }) => {
        const indicator = present(await list.get(params.id), 'indicator', params.id);
        return {
          indicator,
          findings: await findings.getMany(indicator.findings.slice(-50)),
          events: await store.byIds(indicator.events),
          reports: (await reports.list({ where: { indicator: indicator.id }, order: '-at', limit: 200 }))
            .items,
        };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/indicators/:id',
      access: 'list',
      summary: 'Decide on an indicator: list, withdraw, call it a false positive, prolong',
      tags,
      params: idParams,
      body: Type.Object(
        {
          status: Type.Optional(Type.Enum([...indicatorStatuses])),
          confidence: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
          validUntil: Type.Optional(unixMs('Unix ms.')),
          action: Type.Optional(Indicator.properties.action),
          subdomains: Type.Optional(Type.Boolean()),
          note: Type.Optional(Type.String({ maxLength: 1000 })),
        },
        { additionalProperties: false },
      ),
      response: Indicator,
      handler: async ({ params, body, principal, request }) => {
        const { note, ...change } = body;
        const indicator = await indicators.patch(params.id, change, by(actor(principal)));
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'indicator.changed',
          object: `indicator/${indicator.id}`,
          detail: { value: indicator.value, status: indicator.status, ...(note ? { note } : {}) },
        });
        return indicator;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/allow-list',
      access: 'read',
      summary: 'Names and networks that are never listed',
      tags,
      query: Type.Object(pageQuery),
      response: page(AllowEntry),
      handler: ({ query }) =>
        records.collection(collections.allowEntries).list({ order: '-created', ...paging(query) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/allow-list',
      access: 'list',
      summary: 'Protect a name or network; what it covers is taken off the list',
      tags,
      body: Type.Object(
        {
          type: AllowEntry.properties.type,
          value: Type.String({ minLength: 1, maxLength: 253 }),
          reason: Type.String({ minLength: 1, maxLength: 500 }),
        },
        { additionalProperties: false },
      ),
      response: Type.Object({ entry: AllowEntry, withdrawn: Type.Array(Indicator) }),
      status: 201,
      handler: async ({ body, principal, request }) => {
        const result = await indicators.allow(body, by(actor(principal)));
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'allow-list.added',
          object: result.entry.value,
          detail: { withdrawn: result.withdrawn.length },
        });
        return result;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/allow-list/:id',
      access: 'list',
      summary: 'End the protection of a name or network',
      tags,
      params: idParams,
      handler: async ({ params, principal, request }) => {
        if (!(await indicators.disallow(params.id))) present(undefined, 'allow-list entry', params.id);
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'allow-list.removed',
          object: params.id,
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/reports',
      access: 'read',
      summary: 'Reported mistakes and "continue anyway", newest first',
      tags,
      query: Type.Object({
        ...pageQuery,
        kind: Type.Optional(Report.properties.kind),
        status: Type.Optional(Report.properties.status),
      }),
      response: page(Report),
      handler: ({ query }) =>
        reports.list({
          where: {
            ...(query.kind ? { kind: query.kind } : {}),
            ...(query.status ? { status: query.status } : {}),
          },
          order: '-at',
          ...paging(query),
        }),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/reports/:id',
      access: 'list',
      summary: 'Decide on a reported mistake; accepting it takes the entry off the list at once',
      tags,
      params: idParams,
      body: Type.Object(
        {
          decision: Type.Enum(['accepted', 'rejected']),
          note: Type.Optional(Type.String({ maxLength: 2000 })),
        },
        { additionalProperties: false },
      ),
      response: Report,
      handler: async ({ params, body, principal, request }) => {
        const before = present(await reports.get(params.id), 'report', params.id);
        if (body.decision === 'accepted' && before.indicator) {
          const indicator = await list.get(before.indicator);
          if (indicator?.status === 'active')
            await indicators.falsePositive(indicator.id, by(actor(principal)));
        }
        const report = await reports.update(params.id, known => ({
          ...known,
          status: body.decision,
          note: body.note ?? known.note,
          updated: clock(),
        }));
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: `report.${body.decision}`,
          object: `report/${report.id}`,
          detail: { domain: report.domain },
        });
        return report;
      },
    }),
  ];
}
