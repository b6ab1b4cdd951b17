// For tests: a server with exercises over SQLite, a clock to turn, and a class of two teams in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '#drill/run/run.ts';
import { minute } from '#model/time.ts';
import type { Role } from '#model/vocab/role.ts';
import { openSealer } from '#store/records/seal.ts';
import { authRoutes } from '../../auth/routes.ts';
import { Browser, startTestAuth, type TestAuth } from '../../auth/test-auth.ts';
import { type Drill, openDrill, resumeDrill } from '../drill.ts';
import { drillRoutes } from '../routes.ts';
import { madeWorlds, runLines } from './made-worlds.ts';

export const wanted = {
  profile: 'small-firm',
  staff: 60,
  days: 2,
  seed: 7,
  scenario: 'targeted-mail',
  programme: 'compressed',
  language: 'en',
} as const;

export interface TestClass {
  t: TestAuth;
  /** Runs whose views were made ready; not kept alive by it. */
  prepared: WeakRef<Run>[];
  drill: Drill;
  worlds: ReturnType<typeof madeWorlds>;
  /** The exercise, once made. */
  exercise: string;
  teams: string[];
  seats: { team: string; account: string; link?: string }[];
  instructor: Browser;
  /** A browser on a seat, by its one-time link. */
  sit(index: number): Promise<Browser>;
  enter(name: string, roles: Role[]): Promise<Browser>;
  /** Puts an account among the staff. */
  crew(
    name: string,
    role: Role & ('instructor' | 'assistant' | 'white-cell' | 'evaluator' | 'observer'),
  ): Promise<Browser>;
  /** Lets the time of day pass, the ticker with it. */
  pass(minutes: number): Promise<void>;
  /** Another server process over the same store. */
  restarted(): Promise<Drill>;
  close(): Promise<void>;
}

export async function startClass(
  body: Record<string, unknown> = {},
  worldState: 'ready' | 'loading' = 'ready',
): Promise<TestClass> {
  const worlds = madeWorlds(worldState);
  let drill: Drill | undefined;
  const prepared: WeakRef<Run>[] = [];
  const keys = mkdtempSync(join(tmpdir(), 'hinomi-class-'));
  const t = await startTestAuth({
    routes: (auth, records) => {
      drill = openDrill({
        records,
        auth,
        sealer: openSealer(join(keys, 'seal')),
        clock: () => t.clock.now,
        worlds,
        openView: runLines,
        prepareView: (_world, run) => void prepared.push(new WeakRef(run)),
        publicUrl: 'http://127.0.0.1:8080',
      });
      return [...authRoutes(auth), ...drillRoutes(drill)];
    },
  });
  const instructor = await t.enter('teacher', ['instructor']);
  const made = await instructor.call('POST', '/drill/exercises', {
    ...wanted,
    teams: [
      { name: 'Red', seats: 2, people: [{ name: '山田 太郎', mail: 'taro@city.example' }] },
      { name: 'Blue', seats: 2 },
    ],
    ...body,
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { exercise, seats } = made.body;
  const self: TestClass = {
    t,
    prepared,
    drill: drill!,
    worlds,
    exercise: exercise.id,
    teams: exercise.teams.map((team: { id: string }) => team.id),
    seats,
    instructor,
    async sit(index) {
      const seat = (await drill!.people.seats(exercise.id)).find(one => one.id === seats[index].account)!;
      const link = await drill!.seats.link(seat);
      const browser = new Browser(t.app);
      const reply = await browser.call('POST', '/drill/enter', { token: link.slice(link.indexOf('#') + 1) });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return browser;
    },
    enter: (name, roles) => t.enter(name, roles),
    async crew(name, role) {
      const browser = await t.enter(name, [role]);
      const reply = await instructor.call('POST', `/drill/exercises/${exercise.id}/crew`, {
        account: name,
        role,
      });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return browser;
    },
    async pass(minutes) {
      // In steps, as a ticker of the real server would see it.
      for (let left = minutes * minute; left > 0; left -= minute / 2) {
        t.clock.now += Math.min(left, minute / 2);
        await drill!.tick();
      }
    },
    async restarted() {
      const again = openDrill({ ...drill!, worlds, openView: runLines });
      const failures: unknown[] = [];
      await resumeDrill(again, error => failures.push(error));
      if (failures.length > 0) throw failures[0];
      return again;
    },
    async close() {
      await drill!.close();
      await t.close();
      rmSync(keys, { recursive: true, force: true });
    },
  };
  return self;
}
