// Injects by the clock come to every team at once, however long it takes to look at how all of them stand.
import { afterAll, expect, it } from 'vitest';
import { startClass, type TestClass } from './testing/class.ts';

const teams = Number(process.env['HINOMI_ON_TIME_TEAMS'] ?? 24);
let c: TestClass | undefined;
afterAll(() => c?.close());

it(`within a second of their time, to each of ${teams} teams with runs of their own`, async () => {
  c = await startClass({
    staff: 120,
    profile: 'municipality',
    options: { approval: 'auto', ownVariants: true, hints: true },
    teams: Array.from({ length: teams }, () => ({ seats: 1 })),
    access: 'none',
  });
  const room = `/drill/exercises/${c.exercise}`;
  const live = await c.drill.exercise(c.exercise);
  await c.instructor.call('POST', `${room}/clock`, { do: 'start' });
  const running = live.record.programme.phases.find(phase => phase.clock === 'run')!;
  await c.instructor.call('POST', `${room}/phase`, { to: running.id });
  // Everybody has acted: no team's run is another's.
  for (const team of live.teams.values())
    await c.drill.write(live, team, '', () => [
      {
        kind: 'action',
        number: 1,
        action: 'raise-logging',
        parameters: { host: live.model.organisation.people[0]!.pc!.name },
        reason: '',
      },
    ]);
  await c.instructor.call('POST', `${room}/clock`, { do: 'jump', to: live.record.simStart + 3 * 3_600_000 });
  await c.drill.tick();
  const passed = Math.ceil((live.now() - live.record.simStart) / 60_000);
  const inject = (trigger: unknown) => ({
    ...{ title: { ja: '市長', en: 'Mayor' }, text: { ja: '状況は。', en: 'How do we stand?' } },
    ...{ from: { role: 'boss' }, channel: 'phone', state: 'scheduled', rubric: [], teams: [], trigger },
  });
  const minutes = passed + 2;
  const triggers = [
    { kind: 'clock', minutes },
    { kind: 'condition', when: { all: [{ minutes }, { action: 'raise-logging' }] } },
  ];
  const ids: string[] = [];
  for (const trigger of triggers)
    ids.push((await c.instructor.call('POST', `${room}/injects`, inject(trigger))).body.id);

  const late = new Map<string, number>();
  let dueAt: number | undefined;
  let longest = 0;
  for (let second = 0; late.size < teams * ids.length && second < 600; second++) {
    c.t.clock.now += 1_000;
    const began = performance.now();
    await c.drill.tick();
    longest = Math.max(longest, performance.now() - began);
    if (live.now() >= live.record.simStart + minutes * 60_000) dueAt ??= c.t.clock.now;
    for (const team of live.teams.values())
      for (const id of ids)
        if (team.state.injects.has(id) && !late.has(`${team.id} ${id}`)) {
          expect(dueAt, 'none comes early').toBeDefined();
          late.set(`${team.id} ${id}`, (c.t.clock.now - dueAt!) / 1_000);
        }
  }
  expect(late.size).toBe(teams * ids.length);
  const worst = Math.max(...late.values());
  if (process.env['HINOMI_ON_TIME_TEAMS']) {
    const sorted = [...late.values()].sort((a, b) => a - b);
    console.log(
      `lateness of ${late.size} injects: median ${sorted[sorted.length >> 1]} s, most ${worst} s; longest turn ${Math.round(longest)} ms`,
    );
  }
  // Due within the second that the turn of the ticker ends: none waits for a later turn.
  expect(worst).toBe(0);
}, 240_000);
