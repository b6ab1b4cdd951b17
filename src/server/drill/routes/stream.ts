// Server-sent events of one exercise: staff hear everything, a team what concers it.
import { HinomiError } from '#model/errors.ts';
import { mayCall } from '../../http/access.ts';
import { EventStream } from '../../http/event-stream.ts';
import type { Route } from '../../http/route.ts';
import type { Drill } from '../drill.ts';
import { everybody, exerciseRoute, placeOf } from '../route.ts';

const mostStreams = 4000;
const mostOfOneAccount = 20;
const door = { access: 'account', session: false } as const;

export function streamRoutes(drill: Drill): Route[] {
  const open = drill.bus.streams;
  const route = exerciseRoute(drill, {
    method: 'GET',
    path: '/stream',
    access: 'drill-play',
    inside: everybody,
    summary: 'Server-sent events: clock, exercise, world, entry, evidence, presence, wall',
    produces: 'text/event-stream',
    handler: ({ live, place, by, request, reply }) => {
      const mine = [...open.values()].filter(account => account === by).length;
      if (open.size >= mostStreams || mine >= mostOfOneAccount)
        throw new HinomiError('TOO_MANY_STREAMS', 'too many live pages are open', {
          remedy: 'Close some pages of the console.',
          status: 429,
        });
      const team = place.role === 'trainee' ? place.team : undefined;
      const stream = new EventStream(drill.bus.feed(live.id, team), {
        async mayStay() {
          const principal = await drill.auth.authenticator.authenticate(request, false);
          if (!principal || !mayCall(door, principal)) return false;
          const now = placeOf(await drill.exercise(live.id), principal);
          return now !== undefined && now.role === place.role && now.team === place.team;
        },
      });
      open.set(stream, by);
      stream.once('close', () => open.delete(stream));
      return reply
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .type('text/event-stream; charset=utf-8')
        .send(stream);
    },
  });
  return [route];
}
