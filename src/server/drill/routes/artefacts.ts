// What a team can take away as files: reports of disks and memory, logs of a host, and captures of the network sensor.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Type } from 'typebox';
import {
  type Artefact,
  artefactOf,
  fileName,
  type HostLog,
  longestCapture,
  makeArtefact,
} from '#drill/evidence/artefacts/artefacts.ts';
import { sources } from '#drill/evidence/sources.ts';
import { ArtefactView, itemsOf } from '#model/drill/api.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute } from '../route.ts';

interface Taken {
  artefact: Artefact;
  action: number;
}

/** What the team's actions have given it by now. */
function taken(live: LiveExercise, one: LiveTeam): Taken[] {
  const real = live.real;
  const now = live.now(real);
  return one.present(now, real).actions.flatMap(({ number, artefacts }) =>
    artefacts.flatMap(id => {
      const artefact = artefactOf(live.model, id);
      return artefact && artefact.at <= now ? [{ artefact, action: number }] : [];
    }),
  );
}

/** When a host was last set up anew before a time; nothing older is left on it. */
function rebuiltAt(live: LiveExercise, one: LiveTeam, { host, at }: Artefact): number | undefined {
  const real = live.real;
  const { actions } = one.present(live.now(real), real);
  return one.state.actions
    .filter(({ action, parameters }) => action === 'rebuild-host' && parameters.host === host.name)
    .flatMap(({ number }) => actions.find(other => other.number === number) ?? [])
    .filter(({ status, effectiveAt }) => status === 'done' && effectiveAt <= at)
    .map(({ effectiveAt }) => effectiveAt)
    .at(-1);
}

/** Logs of the last day, at most so many bytes of a source. */
const logsBack = 86_400_000;
const mostOfSource = 4 << 20;

/** The host's own lines of every source, each file as its program writes it. */
async function logsOf(
  drill: Drill,
  live: LiveExercise,
  one: LiveTeam,
  { host, at }: Artefact,
): Promise<HostLog[]> {
  const view = drill.openView({
    worldId: live.record.world,
    world: live.model,
    run: one.ahead(),
    now: Math.min(at, live.now()),
  });
  const logs: HostLog[] = [];
  for (const source of sources) {
    const pieces: string[] = [];
    let length = 0;
    for await (const piece of view.file(source.id, { from: at - logsBack, to: at, host: host.name })) {
      if (length + piece.length > mostOfSource) break;
      pieces.push(piece);
      length += piece.length;
    }
    const data = Buffer.from(pieces.join(''));
    // A header alone is no log.
    if (data.length > 0 && !/^(?:#.*\n)+$/.test(data.toString('latin1', 0, 4096)))
      logs.push({ name: source.file, data });
  }
  return logs;
}

export const artefactRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/artefacts',
    access: 'drill-play',
    inside: atDesk,
    summary: 'What the team’s actions gave it to take away, newest first',
    response: itemsOf(ArtefactView),
    handler: ({ live, team: one }) => ({
      items: taken(live, one)
        .map(({ artefact, action }) => ({
          id: artefact.id,
          kind: artefact.kind,
          name: fileName(artefact, live.model),
          at: artefact.at,
          host: artefact.host.name,
          action,
        }))
        .reverse(),
    }),
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/artefacts/:artefact',
    access: 'drill-play',
    inside: atDesk,
    summary:
      'The file of an artefact; `capture:<host>:<from ms>-<to ms>[:<other address>]` gives packets of at most an hour, taken by no action',
    params: { artefact: Type.String({ maxLength: 200 }) },
    produces: 'application/octet-stream',
    handler: async ({ live, team: one, params, place, by, reply }) => {
      const id = params.artefact;
      const asked = artefactOf(live.model, id);
      const mine =
        asked?.kind === 'capture'
          ? asked.at <= live.now() && asked.at - (asked.from ?? 0) <= longestCapture
          : taken(live, one).some(({ artefact }) => artefact.id === id);
      const artefact = present(mine ? asked : undefined, 'artefact', id);
      if (place.role === 'trainee') drill.looked(live, one, by, 'artefact', id);
      const since = rebuiltAt(live, one, artefact);
      const file = await makeArtefact(live.model, one.ahead(), artefact, {
        ...(since === undefined ? {} : { since }),
        ...(artefact.kind === 'logs' ? { logs: await logsOf(drill, live, one, artefact) } : {}),
        pause: async () => {
          await nextTurn();
        },
      });
      return reply
        .header('content-disposition', `attachment; filename="${fileName(artefact, live.model)}"`)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .type(artefact.kind === 'capture' ? 'application/vnd.tcpdump.pcap' : 'application/zip')
        .send(file);
    },
  }),
];
