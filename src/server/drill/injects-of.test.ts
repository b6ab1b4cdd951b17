import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programmeOf } from '#drill/exercise/content.ts';
import { namesIn } from '#drill/exercise/injects.ts';
import { scenarios } from '#drill/run/library.ts';
import type { Inject } from '#model/drill/inject.ts';
import type { Localized } from '#model/localized.ts';
import { firstInjects } from './injects-of.ts';
import { startClass, type TestClass } from './testing/class.ts';

it('titles of injects say who asks, not what a good answer has', () => {
  const programme = programmeOf('one-day');
  const all = [...scenarios().values()].flatMap(one => firstInjects('x', programme, one, 0));
  expect(all.some(one => one.origin === 'scenario')).toBe(true);
  for (const { title, expectation, name } of all)
    for (const side of ['ja', 'en'] as const) {
      expect(title[side].trim(), name).not.toBe('');
      expect(title[side], name).not.toBe(expectation?.text[side]);
      expect(expectation?.text[side] ?? '', name).not.toContain(title[side]);
    }
});

describe('conditions of injects', () => {
  let c: TestClass;
  const room = (path: string) => `/drill/exercises/${c.exercise}${path}`;
  const inject = (trigger: unknown) => ({
    title: { ja: '広報から', en: 'From public relations' },
    text: { ja: '発表の前に確認を。', en: 'Check before we publish.' },
    from: { role: 'boss' },
    channel: 'mail',
    state: 'scheduled',
    trigger,
    expectation: { text: { ja: '確認する', en: 'They check' }, answer: 'text', minutes: 30 },
    rubric: [],
    teams: [],
  });
  beforeAll(async () => {
    c = await startClass();
  });
  afterAll(() => c?.close());

  it('names in both languages everything a condition of this exercise can name', async () => {
    const { body } = await c.instructor.call('GET', room('/conditions'));
    const { items } = (await c.instructor.call('GET', room('/injects'))).body as { items: Inject[] };
    const known = {
      step: body.steps,
      action: body.actions,
      phase: body.phases,
      inject: body.injects,
      milestone: body.milestones.map((id: string) => ({ id, title: { ja: id, en: id } })),
    } as Record<string, { id: string; title: Localized }[]>;
    let conditions = 0;
    for (const { trigger } of items)
      if (trigger.kind === 'condition')
        for (const { kind, name } of namesIn(trigger.when)) {
          conditions++;
          const term = known[kind]!.find(one => one.id === name)!;
          expect(term.title.ja, name).toBeTruthy();
          expect(term.title.en, name).toBeTruthy();
        }
    expect(conditions).toBeGreaterThan(0);
    for (const list of [body.steps, body.actions, body.phases, body.injects])
      expect(list.length).toBeGreaterThan(0);
    // The steps of the attack are for staff.
    expect((await (await c.sit(0)).call('GET', room('/conditions'))).status).toBe(403);
  });

  it('takes one on a step, an action and another inject, and refuses what the exercise does not have', async () => {
    const { body: terms } = await c.instructor.call('GET', room('/conditions'));
    const when = {
      all: [
        { step: terms.steps[0].id, status: 'done' },
        { not: { action: terms.actions[0].id } },
        { injectSubmitted: terms.injects[0].id },
      ],
    };
    const made = await c.instructor.call('POST', room('/injects'), inject({ kind: 'condition', when }));
    expect(made).toMatchObject({ status: 201, body: { trigger: { when } } });
    const wrong = { all: [{ minutes: 1 }, { not: { step: 'no-such-step' } }] };
    for (const [method, path] of [
      ['POST', '/injects'],
      ['PATCH', `/injects/${made.body.name}`],
    ] as const)
      expect(
        await c.instructor.call(
          method,
          room(path),
          method === 'POST'
            ? inject({ kind: 'condition', when: wrong })
            : { trigger: { kind: 'condition', when: wrong } },
        ),
      ).toMatchObject({
        status: 400,
        body: { code: 'REQUEST_INVALID', place: { field: 'body/trigger/when/all/1/not/step' } },
      });
    const changed = await c.instructor.call('PATCH', room(`/injects/${made.body.name}`), {
      title: { ja: '広報課から', en: 'From the press office' },
      expectation: null,
    });
    expect(changed.body).toMatchObject({ title: { ja: '広報課から' }, trigger: { when } });
    expect(changed.body).not.toHaveProperty('expectation');
  });
});
