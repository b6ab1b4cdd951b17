// GET /api/v1/stream: what happens, as it happens.
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { type Authenticator, mayCall } from './access.ts';
import { type Bus, topics } from './bus.ts';
import { EventStream } from './event-stream.ts';
import { defineRoute, type Route } from './route.ts';

const door = { access: 'read', session: false } as const;
const mostStreams = 2000;
const mostOfOneAccount = 50;

/** The route, and the way to end all open streams when the server stops. `heartbeat` as in `EventStream`. */
export function streamRoute(
  bus: Bus,
  authenticator: Authenticator,
  heartbeat?: number,
): { route: Route; endAll: () => void } {
  const open = new Map<EventStream, string>();
  const route = defineRoute({
    method: 'GET',
    path: '/api/v1/stream',
    access: door.access,
    summary:
      'Server-sent events: findings, incidents, inputs, flows, rates, health, indicators and alerts as they change',
    tags: ['stream'],
    query: Type.Object({
      topics: Type.Optional(
        Type.String({ maxLength: 200, description: 'Comma-separated topics; all when absent.' }),
      ),
    }),
    produces: 'text/event-stream',
    async handler({ query, principal, request, reply }) {
      const mine = [...open.values()].filter(account => account === principal.account.id).length;
      if (open.size >= mostStreams || mine >= mostOfOneAccount)
        throw new HinomiError('TOO_MANY_STREAMS', 'too many live pages are open', {
          remedy: 'Close some pages of the console.',
          status: 429,
        });
      const wanted = query.topics?.split(',') ?? [];
      const chosen = topics.filter(topic => wanted.includes(topic));
      const stream = new EventStream(bus, {
        ...(query.topics === undefined ? {} : { topics: chosen }),
        ...(heartbeat === undefined ? {} : { heartbeat }),
        // Also ends for those who are still signed in and lost the right.
        mayStay: async () => mayCall(door, await authenticator.authenticate(request, false)),
      });
      open.set(stream, principal.account.id);
      stream.once('close', () => open.delete(stream));
      return reply
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .type('text/event-stream; charset=utf-8')
        .send(stream);
    },
  });
  return {
    route,
    endAll: () => {
      for (const stream of open.keys()) stream.finish();
    },
  };
}
