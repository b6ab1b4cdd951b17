// Logs, what they fold to, and everything decided from them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewTeamEntry, TeamEntry } from '#model/drill/entry.ts';
import type { Condition, Inject } from '#model/drill/inject.ts';
import type { Run, Truth } from '../run/run.ts';
import { exerciseContent, hintsFor, suggestionsFor } from './content.ts';
import { hintPrice, hintValues, mayTake, pricePaid } from './hints.ts';
import { type Facts, fires, holds, injectMark, injectState, overdue } from './injects.ts';
import { placed, prefix, standing } from './log.ts';
import { messagesOf, utteranceId, waiting } from './messages.ts';
import { milestones, reachedNow } from './milestones.ts';
import { promiseRecord, settled } from './promises.ts';
import { missingParts, partProblem, reportMarkdown } from './report.ts';
import { actionsTaken, nextAction, stateOf } from './state.ts';
import { stuckness } from './stuck.ts';

const minute = 60_000;
const logOf = (...entries: [number, NewTeamEntry, string?][]): TeamEntry[] =>
  entries.map(([at, entry, by = 'a'], index) =>
    placed(entry, { log: 't', sequence: index + 1, at: at * minute, real: at * minute, by }),
  );
const talk = (text: string): NewTeamEntry => ({ kind: 'talk', text });
const act = (number: number, action = 'block-name'): NewTeamEntry => ({
  kind: 'action',
  number,
  action,
  parameters: { name: 'x.example' },
  reason: '',
});
const emptyRun: Run = {
  events: [],
  masks: [],
  steps: [],
  actions: [],
  losses: [],
  utterances: [],
  businessCost: 0,
  attacker: { state: 'active', footholds: [], objectivesReached: [] },
  remaining: { hosts: [], accounts: [] },
  fallen: { hosts: [], accounts: [] },
};
const truth: Truth = {
  hosts: ['PC-0001', 'FS01'],
  accounts: ['yamada.t'],
  indicators: [{ type: 'domain', value: 'bad.example' }],
  files: ['\\\\FS01\\docs\\plan.docx'],
  route: [],
  timeline: [],
  entry: { vector: 'T1566', host: 'PC-0001', account: 'yamada.t', at: 0 },
};

describe('log', () => {
  it('rewinding reads the log without what came later, and nothing is lost from it', () => {
    const log = logOf(
      [1, talk('one')],
      [5, talk('five')],
      [9, { kind: 'rewind', to: 3 * minute }],
      [4, talk('four')],
    );
    expect(stateOf(log).talk.map(one => one.text)).toEqual(['one', 'four']);
    expect(log).toHaveLength(4);
  });

  it('a branch is a prefix: folding prefix and rest is folding the whole', () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.constant(talk('x')));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), fc.integer({ min: 0, max: 50 }), (entries, at) => {
        const log = logOf(...[...entries].sort((a, b) => a[0] - b[0]));
        const head = prefix(log, { sequence: log.length, at: at * minute });
        expect(head.every(one => one.at <= at * minute)).toBe(true);
        expect(standing([...head, ...log.slice(head.length)])).toEqual(log);
      }),
    );
  });

  it('numbers of actions are never used twice, also after a rewind', () => {
    const log = logOf([1, act(1)], [2, act(2)], [3, { kind: 'rewind', to: 0 }]);
    expect(stateOf(log).actions).toEqual([]);
    expect(nextAction(log)).toBe(3);
  });

  it('the first word of the boss counts; what is refused is not played', () => {
    const log = logOf(
      [1, act(1)],
      [1, act(2)],
      [2, { kind: 'approval', number: 1, approve: false, why: 'no' }, 'boss'],
      [3, { kind: 'approval', number: 1, approve: true, why: '' }, 'boss'],
      [3, { kind: 'approval', number: 2, approve: true, why: '' }, 'boss'],
    );
    const state = stateOf(log);
    expect(state.actions[0]!.refused).toBe('no');
    expect(actionsTaken(state)).toEqual([
      {
        number: 2,
        action: 'block-name',
        parameters: { name: 'x.example' },
        at: minute,
        by: 'a',
        approvedAt: 3 * minute,
      },
    ]);
  });

  it('case items are put, changed and dropped', () => {
    const put = (item: string, value: string): NewTeamEntry => ({
      kind: 'case-put',
      part: 'entities',
      item,
      fields: { type: 'host', value, verdict: 'suspected', note: '', evidence: [] },
    });
    const state = stateOf(
      logOf(
        [1, put('a', 'PC-1')],
        [2, put('b', 'PC-2')],
        [3, put('a', 'PC-3'), 'c'],
        [4, { kind: 'case-drop', part: 'entities', item: 'b' }],
      ),
    );
    expect(state.case.entities).toMatchObject([{ id: 'a', value: 'PC-3', by: 'c', at: 3 * minute }]);
  });
});

describe('injects', () => {
  const inject: Inject = {
    id: 'e:press',
    exercise: 'e',
    name: 'press',
    origin: 'staff',
    title: { ja: '', en: '' },
    from: { role: 'press' },
    channel: 'mail',
    text: { ja: '', en: '' },
    trigger: { kind: 'clock', minutes: 10 },
    expectation: { text: { ja: '', en: '' }, answer: 'text', minutes: 30 },
    rubric: [
      { id: 'a', text: { ja: '', en: '' }, weight: 75 },
      { id: 'b', text: { ja: '', en: '' }, weight: 25 },
    ],
    state: 'scheduled',
    teams: [],
    created: 0,
    updated: 0,
  };
  const facts = (log: TeamEntry[], now: number, run: Partial<Run> = {}): Facts => ({
    now: now * minute,
    simStart: 0,
    run: { ...emptyRun, ...run },
    state: stateOf(log),
    phase: 'exercise',
    injectId: name => `e:${name}`,
  });

  it('goes through its five states', () => {
    expect(injectState({ ...inject, state: 'draft' }, stateOf([]))).toBe('draft');
    expect(fires({ ...inject, state: 'draft' }, 't', facts([], 11))).toBe(false);
    expect(injectState(inject, stateOf([]))).toBe('scheduled');
    expect([9, 10, 11].map(now => fires(inject, 't', facts([], now)))).toEqual([false, true, true]);
    expect(fires({ ...inject, teams: ['other'] }, 't', facts([], 11))).toBe(false);
    const steps: [number, NewTeamEntry][] = [
      [10, { kind: 'inject', inject: 'e:press', step: 'fired', due: 40 * minute }],
      [20, { kind: 'inject', inject: 'e:press', step: 'submitted', text: 'we look into it' }],
      [30, { kind: 'inject', inject: 'e:press', step: 'graded', marks: { a: 100, b: 0 } }],
    ];
    expect([1, 2, 3].map(n => injectState(inject, stateOf(logOf(...steps.slice(0, n)))))).toEqual([
      'pending',
      'submitted',
      'graded',
    ]);
    expect(fires(inject, 't', facts(logOf(steps[0]!), 50))).toBe(false);
    expect(overdue(stateOf(logOf(steps[0]!)), 'e:press', 41 * minute)).toBe(true);
    expect(overdue(stateOf(logOf(...steps)), 'e:press', 41 * minute)).toBe(false);
    expect(injectMark(inject, stateOf(logOf(...steps)).injects.get('e:press')?.marks)).toBe(75);
    expect(injectMark(inject, { a: 100 })).toBeUndefined();
  });

  it.each<[Condition, boolean]>([
    [{ minutes: 60 }, true],
    [{ minutes: 61 }, false],
    [{ action: 'block-name' }, true],
    [{ action: 'block-name', status: 'failed' }, false],
    [{ action: 'block-name', status: 'done' }, true],
    [{ action: 'cut-internet' }, false],
    [{ noActionFor: 55 }, true],
    [{ noActionFor: 56 }, false],
    [{ step: 'mail' }, true],
    [{ step: 'dump' }, false],
    [{ step: 'dump', status: 'failed' }, true],
    [{ step: 'later' }, false],
    [{ loss: 10 }, true],
    [{ loss: 11 }, false],
    [{ injectSubmitted: 'press' }, false],
    [{ injectOverdue: 'press' }, true],
    [{ messageAnswered: 'press' }, true],
    [{ messageAnswered: 'boss' }, false],
    [{ milestone: 'victim' }, true],
    [{ phase: 'exercise' }, true],
    [{ phase: 'report' }, false],
    [{ all: [{ minutes: 1 }, { not: { phase: 'report' } }] }, true],
    [{ any: [{ minutes: 99 }, { phase: 'report' }] }, false],
  ])('%j is %s', (condition, expected) => {
    const step = (id: string, at: number, outcome: 'done' | 'failed') => ({
      step: id,
      attempt: 1,
      at: at * minute,
      end: at * minute,
      tactic: '',
      techniques: [],
      outcome,
      why: '',
      hosts: [],
      accounts: [],
      indicators: [],
      files: [],
      taken: [],
    });
    const log = logOf(
      [5, act(1)],
      [6, { kind: 'inject', inject: 'e:press', step: 'fired', due: 30 * minute }],
      [
        6,
        {
          kind: 'message',
          message: 'm1',
          direction: 'in',
          role: 'press',
          person: '',
          channel: 'mail',
          subject: '',
          text: '?',
          inject: 'e:press',
        },
      ],
      [
        7,
        {
          kind: 'message',
          message: 'm2',
          direction: 'out',
          role: 'press',
          person: '',
          channel: 'mail',
          subject: '',
          text: '!',
          answers: 'm1',
        },
      ],
      [8, { kind: 'milestone', milestone: 'victim' }, ''],
    );
    const run: Partial<Run> = {
      steps: [step('mail', 1, 'done'), step('dump', 2, 'failed'), step('later', 90, 'done')],
      losses: [
        { at: 3 * minute, kind: 'data-stolen', what: '', points: 10, step: '' },
        { at: 99 * minute, kind: 'data-stolen', what: '', points: 90, step: '' },
      ],
      actions: [
        {
          number: 1,
          action: 'block-name',
          status: 'done',
          effectiveAt: 0,
          message: { key: '', values: {} },
          cost: 0,
          artefacts: [],
        },
      ],
    };
    expect(holds(condition, facts(log, 60, run))).toBe(expected);
  });
});

describe('messages and promises', () => {
  const out = (id: string, role: 'boss' | 'csirt', answers?: string): NewTeamEntry => ({
    kind: 'message',
    message: id,
    direction: 'out',
    role,
    person: '',
    channel: 'mail',
    subject: '',
    text: 'x',
    ...(answers ? { answers } : {}),
  });
  const said = {
    at: 2 * minute,
    channel: 'phone',
    from: { role: 'boss', person: '' },
    message: { key: 'drill.answer.boss.first', values: {} },
    answers: 1,
  } as const;

  it('joins what people wrote and what the simulation says, never before its time', () => {
    const run = { ...emptyRun, utterances: [said] };
    const state = stateOf(logOf([1, out('m1', 'csirt')], [3, { kind: 'read', ids: [utteranceId(said)] }]));
    expect(messagesOf(state, run, 1 * minute).map(one => one.id)).toEqual(['m1']);
    expect(messagesOf(state, run, 3 * minute)).toMatchObject([
      { id: 'm1', read: true },
      { role: 'boss', action: 1, read: true, direction: 'in' },
    ]);
  });

  it('what the white cell has not answered waits; the simulation does not answer people', () => {
    const run = { ...emptyRun, utterances: [said] };
    const log = logOf([1, out('m1', 'boss')], [1, out('m2', 'csirt')]);
    expect(waiting(messagesOf(stateOf(log), run, 9 * minute)).map(one => one.id)).toEqual(['m1', 'm2']);
    const answer = { ...out('m3', 'boss'), direction: 'in', answers: 'm1' } as NewTeamEntry;
    const answered = logOf([1, out('m1', 'boss')], [1, out('m2', 'csirt')], [3, answer, 'staff']);
    expect(waiting(messagesOf(stateOf(answered), run, 9 * minute)).map(one => one.id)).toEqual(['m2']);
  });

  it('a promise is kept by speaking in time and broken by silence', () => {
    const made: NewTeamEntry = {
      kind: 'promise',
      promise: 'p',
      step: 'made',
      side: 'team',
      to: 'boss',
      text: 'again in 10',
      due: 11 * minute,
      message: 'm1',
    };
    const log = logOf([1, out('m1', 'boss')], [1, made]);
    const at = (entries: TeamEntry[], now: number) =>
      settled(stateOf(entries), messagesOf(stateOf(entries), emptyRun, now * minute), now * minute);
    expect(at(log, 5)).toEqual([]);
    expect(at(log, 12)).toMatchObject([{ step: 'broken' }]);
    const kept = logOf([1, out('m1', 'boss')], [1, made], [9, out('m2', 'boss')]);
    expect(at(kept, 12)).toMatchObject([{ step: 'kept' }]);
    const done = stateOf([...kept, ...logOf([12, { kind: 'promise', promise: 'p', step: 'kept' }, ''])]);
    expect(promiseRecord(done.promises.values(), 'team')).toEqual({ settled: 1, kept: 1 });
  });

  it('suggestions with the words of the team come first', () => {
    expect(suggestionsFor('boss', '隔離の承認をお願いします')[0]!.id).toBe('approve');
    expect(suggestionsFor('nobody', 'x')).toEqual([]);
  });
});

describe('hints', () => {
  it('cost nothing until the objective is solved, and nothing when taken after it', () => {
    const hint = (level: 'orientation' | 'step' | 'solution'): NewTeamEntry => ({
      kind: 'hint',
      objective: 'victim',
      level,
    });
    const solved: NewTeamEntry = { kind: 'milestone', milestone: 'victim' };
    expect(pricePaid(stateOf(logOf([1, hint('step')])), 'victim')).toBe(0);
    expect(pricePaid(stateOf(logOf([1, hint('step')], [2, solved])), 'victim')).toBe(hintPrice.step);
    expect(pricePaid(stateOf(logOf([1, solved], [2, hint('solution')])), 'victim')).toBe(0);
    expect(pricePaid(stateOf(logOf([1, hint('orientation')], [2, solved])), 'victim')).toBe(0);
    expect(mayTake(stateOf([]), 'victim', 'step')).toBe(false);
    expect(mayTake(stateOf(logOf([1, hint('orientation')])), 'victim', 'step')).toBe(true);
  });

  it('there are three levels for every milestone, and their words exist', () => {
    const values = hintValues(truth);
    const objectives = hintsFor('targeted-mail');
    expect(objectives.map(one => one.id).sort()).toEqual(milestones.map(one => one.id).sort());
    for (const one of objectives)
      for (const text of [one.orientation, one.step, one.solution].flatMap(level => [level.ja, level.en]))
        for (const [, name] of text.matchAll(/\{(\w+)\}/g)) expect(values[name!]).toBeTypeOf('string');
    // Free hints give nothing away.
    for (const one of objectives) expect(`${one.orientation.ja}${one.orientation.en}`).not.toMatch(/\{/);
  });
});

describe('milestones', () => {
  it('come from what the team concluded, judged against the truth', () => {
    const entity = (item: string, type: string, value: string, verdict: string): NewTeamEntry => ({
      kind: 'case-put',
      part: 'entities',
      item,
      fields: { type, value, verdict, note: '', evidence: [] },
    });
    const input = (log: TeamEntry[]) => ({ truth, run: emptyRun, state: stateOf(log) });
    expect(reachedNow(input([]))).toEqual([]);
    expect(reachedNow(input(logOf([1, entity('a', 'host', 'PC-9999', 'suspected')])))).toEqual(['noticed']);
    expect(reachedNow(input(logOf([1, entity('a', 'host', 'pc-0001', 'benign')])))).toEqual(['noticed']);
    expect(
      reachedNow(
        input(
          logOf(
            [1, entity('a', 'host', 'pc-0001', 'compromised')],
            [1, entity('b', 'domain', 'BAD.example.', 'malicious')],
            [1, entity('c', 'account', 'AD\\yamada.t', 'compromised')],
            [2, { kind: 'case-put', part: 'route', item: 'r', fields: { from: 'Internet', to: 'PC-0001' } }],
            [3, { kind: 'milestone', milestone: 'noticed' }],
          ),
        ),
      ),
    ).toEqual(['victim', 'channel', 'entry', 'accounts']);
  });
});

describe('report', () => {
  const template = exerciseContent().reports.get('incident')!;
  it('knows what fits and what is missing', () => {
    const part = (id: string) => template.parts.find(one => one.id === id)!;
    expect(partProblem(part('summary'), 'x'.repeat(3000))).toMatch(/2000/);
    expect(partProblem(part('hosts'), 'PC-1')).toMatch(/list/);
    expect(partProblem(part('hosts'), ['PC-1'])).toBeUndefined();
    expect(partProblem(part('severity'), 'huge')).toMatch(/option/);
    const state = stateOf(
      logOf(
        [1, { kind: 'report', part: 'summary', value: 'Something' }],
        [1, { kind: 'report', part: 'hosts', value: ['PC-1'] }],
        [1, { kind: 'report', part: 'entry', value: '  ' }],
      ),
    );
    expect(missingParts(template, state)).not.toContain('summary');
    expect(missingParts(template, state)).toContain('entry');
    expect(missingParts(template, state)).not.toContain('notified');
    expect(reportMarkdown(template, state, 'en', 'Red')).toContain('- PC-1');
  });
});

it('tells a team that searches and gets nowhere from one that is away', () => {
  const look = (real: number) => ({ by: 'a', what: 'search', text: '', at: 0, real: real * minute });
  const state = { ...stateOf([]), looked: [look(20), look(29)] };
  const at = (real: number, seen: number, progress?: number) =>
    stuckness({
      state,
      real: real * minute,
      since: 0,
      progressReal: progress === undefined ? undefined : progress * minute,
      seenReal: seen * minute,
      phaseMinutes: 120,
    }).level;
  expect([at(5, 5), at(10, 10), at(30, 29), at(30, 5), at(30, 29, 28)]).toEqual([
    'ok',
    'slow',
    'stuck',
    'idle',
    'ok',
  ]);
});
