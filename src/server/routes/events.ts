// Searching, counting, exporting and proving events; read-only SQL; saved searches.
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import { eventFields } from '#model/event/fields.ts';
import { uuidv7 } from '#model/ids.ts';
import { SavedSearch } from '#model/record/saved-search.ts';
import { parseSearch } from '#model/search/parse.ts';
import { type Clock, day, earliestTime } from '#model/time.ts';
import { histogram, topValues } from '#store/events/aggregate.ts';
import type { EventStore } from '#store/events/port.ts';
import { exportRows, relatedEvents, searchEvents } from '#store/events/search.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { actor, idParams, page, present, unixMs } from './deps.ts';
import { type EvidenceSource, findEvidence } from './evidence.ts';

const tags = ['events'];
const EventBody = Type.Unsafe<Event>(
  Type.Record(Type.String(), Type.Unknown(), { title: 'Event', description: 'See docs/fields.md.' }),
);

const scope = {
  q: Type.Optional(
    Type.String({
      maxLength: 4096,
      description: 'Search line, e.g. source.ip:192.0.2.0/24 -hinomi.class:scan',
    }),
  ),
  from: Type.Optional(unixMs('Unix ms, inclusive; the beginning when absent.')),
  to: Type.Optional(unixMs('Unix ms, exclusive; a day from now when absent.')),
};

export interface EventRouteDeps {
  store: EventStore;
  records: Records;
  audit: Audit;
  evidence: EvidenceSource;
  clock: Clock;
}

/** Statements one account may have running: the store reads a few things at once, and the detectors need it too. */
const queriesAtOnce = 2;
/** Most events one export carries. */
const exportLimit = 1_000_000;

export function eventRoutes({ store, records, audit, evidence, clock }: EventRouteDeps): Route[] {
  const searches = records.collection(collections.savedSearches);
  const range = (query: { q?: string; from?: number; to?: number }) => ({
    ...(query.q ? { q: query.q } : {}),
    from: query.from ?? earliestTime,
    to: query.to ?? clock() + day,
  });
  const turn = fewAtOnce(queriesAtOnce);
  const one = async (id: string): Promise<Event> => present((await store.byIds([id]))[0], 'event', id);

  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/events',
      access: 'read',
      summary: 'Search events, newest first',
      tags,
      query: Type.Object({
        ...scope,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        order: Type.Optional(Type.Enum(['newest', 'oldest'])),
      }),
      response: Type.Object({
        items: Type.Array(EventBody),
        next: Type.Optional(Type.String()),
        took: Type.Number(),
      }),
      handler: ({ query }) =>
        searchEvents(store, {
          ...range(query),
          limit: query.limit ?? 100,
          ...(query.cursor ? { cursor: query.cursor } : {}),
          ...(query.order ? { order: query.order } : {}),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/histogram',
      access: 'read',
      summary: 'Events over time by class (or data set)',
      tags,
      query: Type.Object({ ...scope, buckets: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
      response: Type.Object({
        buckets: Type.Array(
          Type.Object({ at: Type.Integer(), counts: Type.Record(Type.String(), Type.Integer()) }),
        ),
        width: Type.Number(),
        by: Type.String(),
        took: Type.Number(),
      }),
      handler: async ({ query }) => {
        const asked = range(query);
        const span = query.from === undefined || query.to === undefined ? await extent(store, asked) : asked;
        return histogram(store, { ...asked, ...span, buckets: query.buckets ?? 60 });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/top',
      access: 'read',
      summary: 'Most frequent values of a field',
      tags,
      query: Type.Object({
        ...scope,
        field: Type.String({ maxLength: 100 }),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      }),
      response: Type.Object({
        items: Type.Array(
          Type.Object({ value: Type.Unknown(), events: Type.Integer(), packets: Type.Integer() }),
        ),
      }),
      handler: async ({ query }) => ({
        items: await topValues(store, { ...range(query), field: query.field, limit: query.limit ?? 10 }),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/fields',
      access: 'account',
      summary: 'The dictionary of event fields',
      tags,
      response: Type.Object({
        items: Type.Array(
          Type.Object({ name: Type.String(), type: Type.String(), en: Type.String(), ja: Type.String() }),
        ),
      }),
      handler: () => ({ items: eventFields.map(field => ({ ...field })) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/export',
      access: 'export',
      summary: 'Every event of a search, as NDJSON or CSV',
      tags,
      query: Type.Object({ ...scope, format: Type.Enum(['csv', 'ndjson']) }),
      produces: 'application/octet-stream',
      handler: async ({ query, principal, request, reply }) => {
        // Refused while an answer can still say so, not in the middle of a download.
        parseSearch(query.q ?? '');
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'events.exported',
          object: query.q ?? '',
          detail: { format: query.format },
        });
        const rows = exportRows(store, { ...range(query), most: exportLimit });
        const lines = query.format === 'csv' ? csvLines(rows) : ndjsonLines(rows);
        return reply
          .header('content-disposition', `attachment; filename="events.${query.format}"`)
          .type(query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
          .send(Readable.from(lines));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/:id',
      access: 'read',
      summary: 'One event',
      tags,
      params: idParams,
      response: EventBody,
      handler: ({ params }) => one(params.id),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/:id/related',
      access: 'read',
      summary: 'Events of the same session, and of the same source around that time',
      tags,
      params: idParams,
      response: Type.Object({ items: Type.Array(EventBody) }),
      handler: async ({ params }) => ({ items: await relatedEvents(store, await one(params.id)) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/events/:id/evidence',
      access: 'read',
      summary: 'The line or packet an event came from',
      tags,
      params: idParams,
      response: Type.Object({
        kind: Type.Enum(['line', 'packet', 'original', 'none']),
        file: Type.String(),
        record: Type.Integer(),
        offset: Type.Integer(),
        text: Type.String(),
        hex: Type.String(),
        context: Type.Array(Type.Object({ line: Type.Integer(), text: Type.String() })),
        reason: Type.String(),
      }),
      handler: async ({ params }) => findEvidence(await one(params.id), evidence),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/query',
      access: 'query',
      summary: 'Run read-only SQL over the events',
      tags,
      body: Type.Object(
        { sql: Type.String({ minLength: 1, maxLength: 100_000 }) },
        { additionalProperties: false },
      ),
      response: Type.Object({
        columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
        rows: Type.Array(Type.Array(Type.Unknown())),
        statistics: Type.Object({
          seconds: Type.Number(),
          rowsRead: Type.Number(),
          bytesRead: Type.Number(),
        }),
      }),
      handler: async ({ body, principal, request }) => {
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'query.run',
          object: '',
          detail: { sql: body.sql.slice(0, 2000) },
        });
        return turn(principal.account.id, () => store.analystQuery(body.sql));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/searches',
      access: 'read',
      summary: 'Saved searches: one’s own and the shared ones',
      tags,
      response: page(SavedSearch),
      handler: async ({ principal }) => {
        const { items } = await searches.list({ order: '-created', limit: 1000 });
        return { items: items.filter(search => search.shared || search.by === actor(principal)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/searches',
      access: 'investigate',
      summary: 'Save a search',
      tags,
      body: Type.Object(
        {
          name: SavedSearch.properties.name,
          query: SavedSearch.properties.query,
          shared: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      response: SavedSearch,
      status: 201,
      handler: async ({ body, principal }) => {
        const saved: SavedSearch = {
          id: uuidv7(clock()),
          name: body.name,
          query: body.query,
          shared: body.shared ?? false,
          by: actor(principal),
          created: clock(),
        };
        await searches.put(saved);
        return saved;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/searches/:id',
      access: 'investigate',
      summary: 'Remove one’s saved search',
      tags,
      params: idParams,
      handler: async ({ params, principal }) => {
        const search = present(await searches.get(params.id), 'search', params.id);
        if (search.by !== actor(principal))
          throw new HinomiError('FORBIDDEN', 'the search belongs to somebody else', {
            remedy: `Ask ${search.by}.`,
            status: 403,
          });
        await searches.remove(params.id);
        return undefined;
      },
    }),
  ];
}

/** Runs work for somebody unless they have `most` under way. */
function fewAtOnce(most: number): <T>(who: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, number>();
  return async (who, work) => {
    const mine = running.get(who) ?? 0;
    if (mine >= most)
      throw new HinomiError('QUERY_BUSY', `${most} of your statements are running already`, {
        remedy: 'Wait until one has ended.',
        status: 429,
      });
    running.set(who, mine + 1);
    try {
      return await work();
    } finally {
      const left = running.get(who)! - 1;
      if (left > 0) running.set(who, left);
      else running.delete(who);
    }
  };
}

/** Narrows an open-ended range to where there are events, so that a histogram shows them. */
async function extent(
  store: EventStore,
  asked: { from: number; to: number },
): Promise<{ from: number; to: number }> {
  const [row] = await store.query<{ n: number; first: number; last: number }>(
    `SELECT sum(events) AS n, toInt64(toUnixTimestamp(min(at))) * 1000 AS first, toInt64(toUnixTimestamp(max(at))) * 1000 AS last
     FROM events_minute WHERE exercise = ''`,
  );
  if (!row || Number(row.n) === 0) return asked;
  const from = Math.max(asked.from, Number(row.first));
  const to = Math.min(asked.to, Number(row.last) + 60_000);
  return to > from ? { from, to } : asked;
}

async function* ndjsonLines(rows: AsyncIterable<Event>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

// A cell that begins like a formula is run by spreadsheets; the apostrophe keeps it text.
const csvCell = (value: unknown): string => {
  const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

async function* csvLines(rows: AsyncIterable<Event>): AsyncGenerator<string> {
  const names = eventFields.map(field => field.name);
  yield `\ufeff${names.join(',')}\r\n`;
  for await (const row of rows) {
    const cells = names.map(name => {
      const value = row[name];
      return csvCell(
        typeof value === 'number' && timeFields.has(name) && value ? new Date(value).toISOString() : value,
      );
    });
    yield `${cells.join(',')}\r\n`;
  }
}

const timeFields = new Set<string>(
  eventFields.filter(field => field.type === 'time').map(field => field.name),
);
