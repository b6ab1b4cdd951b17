// Classes for a measurement: exercises of twenty teams, each at another time of the story, each team with a variant and actions
// of its own, so that no two teams see the same logs.
import { type BenchPlatform, type Seat, usage } from './platform.ts';
import { ask } from './trainee.ts';

const perClass = 20;
export const seatsEach = 4;

interface View {
  id: string;
  simStart: number;
  simEnd: number;
  clock: { now: number };
  teams: { id: string }[];
}

export interface Wanted {
  staff: number;
  days: number;
  seed: number;
}

export interface Classes {
  seats: Seat[];
  teams: number;
  /** From asking for one more team to its first page of lines, seconds; worst of all classes. */
  teamSeconds: number;
  /** Memory of the server a team more takes, MB. */
  teamMb: number;
}

const body = (wanted: Wanted, teams: number, number: number) => ({
  ...wanted,
  profile: 'municipality',
  scenario: 'targeted-mail',
  programme: 'half-day',
  language: 'en',
  name: `bench ${number}`,
  options: { ownVariants: true },
  teams: Array.from({ length: teams }, () => ({ seats: seatsEach })),
});

/** Loads the world through the platform's own loader; returns seconds it took (0: it was there) and its lines. */
export async function loadedWorld(
  platform: BenchPlatform,
  wanted: Wanted,
  tell: (text: string) => void,
): Promise<{ seconds: number; lines: number }> {
  interface State {
    id: string;
    state: string;
    progress: number;
    lines: number;
    seconds: number;
    error?: { message: string };
  }
  let world = await platform.call<State>('POST', '/drill/worlds', { profile: 'municipality', ...wanted });
  for (let turn = 0; world.state !== 'ready'; turn++) {
    if (world.state === 'failed') throw new Error(world.error?.message ?? 'the world failed');
    if (turn % 20 === 0) tell(`world ${(100 * world.progress).toFixed(0)} %, ${world.lines} lines`);
    await new Promise(resolve => setTimeout(resolve, 500));
    world = await platform.call<State>('GET', `/drill/worlds/${world.id}`);
  }
  return { seconds: world.seconds, lines: world.lines };
}

const memory = (platform: BenchPlatform) => usage(platform.pids['server']!).memory;

/** Asks once and waits until the server has read ahead what questions need: it is not what a team takes. */
export async function readAhead(
  platform: BenchPlatform,
  wanted: Wanted,
  random: () => number,
): Promise<void> {
  const [seat] = (await openClasses(platform, wanted, 1, random)).seats;
  await ask(platform.url, seat!, '/search?q=');
  for (let last = 0, calm = 0; calm < 3; ) {
    await new Promise(resolve => setTimeout(resolve, 2_000));
    const now = memory(platform);
    calm = now - last < 20 ? calm + 1 : 0;
    last = now;
  }
  await removeClasses(platform);
}

/** Makes classes until there are so many teams in all. */
export async function openClasses(
  platform: BenchPlatform,
  wanted: Wanted,
  most: number,
  random: () => number,
): Promise<Classes> {
  const seats: Seat[] = [];
  let teams = 0;
  let teamSeconds = 0;
  const before = memory(platform);
  while (teams < most) {
    const size = Math.min(perClass, most - teams);
    // The last team comes later, by itself: how long until it searches?
    const { exercise, seats: handed } = await platform.call<{
      exercise: View;
      seats: { account: string; team: string }[];
    }>('POST', '/drill/exercises', body(wanted, Math.max(1, size - 1), teams / perClass));
    const path = `/drill/exercises/${exercise.id}`;
    await platform.call('POST', `${path}/phase`, { to: 'exercise' });
    const share = 0.15 + 0.8 * random();
    const to = Math.floor(exercise.simStart + share * (exercise.simEnd - exercise.simStart));
    await platform.call('POST', `${path}/clock`, { do: 'jump', to });
    if (size > 1) {
      const began = performance.now();
      const more = await platform.call<{ seats: { account: string; team: string }[] }>(
        'POST',
        `${path}/teams`,
        {
          name: 'Late',
          seats: seatsEach,
        },
      );
      const first = await platform.sit(more.seats[0]!.account, more.seats[0]!.team);
      const { status } = await ask(platform.url, first, '/search?q=');
      if (status !== 200) throw new Error(`the first search of a team answered ${status}`);
      teamSeconds = Math.max(teamSeconds, (performance.now() - began) / 1000);
      handed.push(...more.seats);
    }
    const own: Seat[] = [];
    for (const seat of handed) own.push(await platform.sit(seat.account, seat.team));
    await actions(platform, own, random);
    seats.push(...own);
    teams += size;
  }
  return { seats, teams, teamSeconds, teamMb: (memory(platform) - before) / teams };
}

/** Two of three teams have done something: their runs differ, and everyday lines are missing from their logs. */
async function actions(platform: BenchPlatform, seats: readonly Seat[], random: () => number): Promise<void> {
  const firsts = new Map(seats.map(seat => [seat.team, seat]));
  for (const seat of firsts.values()) {
    if (random() < 1 / 3) continue;
    const { body: found } = await ask(
      platform.url,
      seat,
      '/search?q=host:*&sources=windows-security&limit=50',
    );
    const hosts = [...new Set((found.items ?? []).map(({ host }) => host))];
    const users = [...new Set((found.items ?? []).map(({ user }) => user).filter(Boolean))];
    const deeds = [
      { action: 'isolate-host', parameters: { host: hosts[Math.floor(random() * hosts.length)] } },
      { action: 'disable-account', parameters: { account: users[Math.floor(random() * users.length)] } },
      { action: 'block-name', parameters: { name: `cdn${Math.floor(random() * 1000)}.example` } },
    ];
    for (const deed of deeds.slice(0, 1 + Math.floor(random() * 3)))
      await fetch(`${platform.url}/api/v1/drill/desk/${seat.team}/actions`, {
        method: 'POST',
        headers: { cookie: seat.cookie, 'x-csrf-token': seat.csrf, 'content-type': 'application/json' },
        body: JSON.stringify(deed),
      }).then(reply => reply.body?.cancel());
  }
}

/** Removes what measurements made. */
export async function removeClasses(platform: BenchPlatform): Promise<void> {
  const { items } = await platform.call<{ items: { id: string; name: string }[] }>('GET', '/drill/exercises');
  for (const { id, name } of items)
    if (name.startsWith('bench ')) await platform.call('DELETE', `/drill/exercises/${id}`);
}
