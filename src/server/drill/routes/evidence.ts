// The logs as a team sees them now: search, histogram, top values, lines around a line, files in their true format.
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { sources } from '#drill/evidence/sources.ts';
import { detectionOf, detectors } from '#drill/exercise/detections.ts';
import { DetectionsView, HistogramView, LinesView, TopView } from '#model/drill/api.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import type { EvidenceQuestion, EvidenceView } from '../ports.ts';
import { atDesk, deskRoute } from '../route.ts';

/** Reports shown at once; a day of a large organisation has a hundred or two. */
const mostDetections = 500;

const time = Type.Number({ minimum: 0, maximum: 8e15 });
const asked = {
  q: Type.Optional(Type.String({ maxLength: 4000, default: '' })),
  sources: Type.Optional(
    Type.String({ maxLength: 1000, description: 'Comma-separated ids; all when absent' }),
  ),
  from: Type.Optional(time),
  to: Type.Optional(time),
};

const question = (query: { q?: string; sources?: string; from?: number; to?: number }): EvidenceQuestion => ({
  q: query.q ?? '',
  sources: (query.sources ?? '').split(',').filter(Boolean),
  ...(query.from === undefined ? {} : { from: query.from }),
  ...(query.to === undefined ? {} : { to: query.to }),
});

export function evidenceRoutes(drill: Drill): Route[] {
  const viewOf = (live: LiveExercise, one: LiveTeam): EvidenceView =>
    drill.openView({ worldId: live.record.world, world: live.model, run: one.ahead(), now: live.logsNow() });
  return [
    deskRoute(drill, {
      method: 'GET',
      path: '/search',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Log lines up to the exercise’s present',
      query: Type.Object({
        ...asked,
        order: Type.Optional(Type.Enum(['new', 'old'], { default: 'new' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
        cursor: Type.Optional(Type.String({ maxLength: 500 })),
      }),
      response: LinesView,
      handler: async ({ live, team, query, place, by }) => {
        const began = performance.now();
        const page = await viewOf(live, team).page(question(query), {
          limit: query.limit ?? 100,
          order: query.order === 'old' ? 'oldest' : 'newest',
          ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        });
        if (place.role === 'trainee') drill.looked(live, team, by, 'search', query.q ?? '');
        return { ...page, took: Math.round(performance.now() - began) };
      },
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/detections',
      access: 'drill-play',
      inside: atDesk,
      summary: 'What detection tools report in the logs, newest first, with the severity each line states',
      response: DetectionsView,
      handler: async ({ live, team }) => {
        const view = viewOf(live, team);
        const pages = await Promise.all(
          detectors.map(({ source, q }) =>
            view.page({ q, sources: [source] }, { limit: mostDetections, order: 'newest' }),
          ),
        );
        const items = pages
          .flatMap(page => page.items)
          .sort((a, b) => b.at - a.at)
          .slice(0, mostDetections);
        return {
          items: items.map(detectionOf),
          more: pages.some(page => page.next !== undefined) || items.length === mostDetections,
        };
      },
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/histogram',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Lines of each source over time',
      query: Type.Object({
        ...asked,
        buckets: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 60 })),
      }),
      response: HistogramView,
      handler: ({ live, team, query }) => viewOf(live, team).histogram(question(query), query.buckets ?? 60),
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/top',
      access: 'drill-play',
      inside: atDesk,
      summary: 'The most frequent values of a field',
      query: Type.Object({
        ...asked,
        field: Type.Enum(['source', 'host', 'user', 'from', 'destination', 'object', 'code']),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 20 })),
      }),
      response: TopView,
      handler: async ({ live, team, query }) => ({
        items: await viewOf(live, team).top(question(query), query.field, query.limit ?? 20),
      }),
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/lines/:line/context',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Lines of the same source around a line',
      params: { line: Type.String({ maxLength: 500 }) },
      query: Type.Object({
        before: Type.Optional(Type.Integer({ minimum: 0, maximum: 200, default: 20 })),
        after: Type.Optional(Type.Integer({ minimum: 0, maximum: 200, default: 20 })),
      }),
      response: LinesView,
      handler: async ({ live, team, params, query }) => ({
        items: await viewOf(live, team).around(params.line, query.before ?? 20, query.after ?? 20),
        took: 0,
      }),
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/download',
      access: 'drill-play',
      inside: atDesk,
      summary: 'A source’s log in its true format, for tools of one’s own',
      query: Type.Object({
        source: Type.String({ maxLength: 60 }),
        from: Type.Optional(time),
        to: Type.Optional(time),
        host: Type.Optional(Type.String({ maxLength: 200 })),
      }),
      produces: 'application/octet-stream',
      handler: ({ live, team, query, place, by, reply }) => {
        const source = present(
          sources.find(one => one.id === query.source),
          'evidence source',
          query.source,
        );
        if (place.role === 'trainee') drill.looked(live, team, by, 'download', query.source);
        const { source: id, ...range } = query;
        const lines = viewOf(live, team).file(id, range);
        const name = source.file.replace(/^.*\//, '').replaceAll(/[^A-Za-z0-9._-]/g, '_');
        return reply
          .header('content-disposition', `attachment; filename="${source.id}-${name}"`)
          .header('cache-control', 'no-store')
          .type('application/octet-stream')
          .send(Readable.from(lines));
      },
    }),
  ];
}
