// Replay of an exercise: what the attacker did and what the team did, side by side, with what grew meanwhile.
import type { TeamEntry } from '#model/drill/entry.ts';
import type { Inject } from '#model/drill/inject.ts';
import type { Change, DebriefView } from '#model/drill/review.ts';
import type { Localized } from '#model/localized.ts';
import { minute } from '#model/time.ts';
import { actions } from '../actions/actions.ts';
import { standing } from '../exercise/log.ts';
import type { TeamState } from '../exercise/state.ts';
import type { ActionTaken, Run, StepTaken } from '../run/run.ts';
import type { Variant } from '../run/variant.ts';
import { actionTitle, explained, stepTitle, type TextKey } from '../score/explain.ts';
import type { ProofOf } from '../score/proof.ts';
import type { Score } from '../score/score.ts';
import type { World } from '../world/entities.ts';
import { aboutOf, changeText } from './counterfactual.ts';
import { type Curves, curvesOf } from './curve.ts';

export interface Replayed {
  world: World;
  variant: Variant;
  until: number;
  run: Run;
  doNothing: Run;
  best: Run;
  bestLog: readonly ActionTaken[];
  /** The team's actions. */
  taken: readonly ActionTaken[];
  state: TeamState;
  log: readonly TeamEntry[];
  injects: readonly Pick<Inject, 'id' | 'title'>[];
  score: Pick<Score, 'times'>;
  proofOf: ProofOf;
}

type TeamEvent = Omit<DebriefView['events'][number], 'label'>;
export type Debrief = Omit<DebriefView, 'team' | 'teamName' | 'events'> & { events: TeamEvent[] };

const curveCache = new WeakMap<Run, Curves>();
/** Runs nobody's own are shared by the teams of a variant. */
function sharedCurves({ world, variant, until }: Replayed, log: readonly ActionTaken[], run: Run): Curves {
  const found = curveCache.get(run) ?? curvesOf(world, variant, log, run, until);
  curveCache.set(run, found);
  return found;
}
/** Loss and cost over time for the team, for nobody acting and for best play. */
export function curvesFor(replayed: Replayed) {
  return {
    team: sharedCurves(replayed, replayed.taken, replayed.run),
    nothing: sharedCurves(replayed, [], replayed.doNothing),
    best: sharedCurves(replayed, replayed.bestLog, replayed.best),
  };
}

const lossOf = (run: Run, step: string): number =>
  Math.round(run.losses.reduce((sum, one) => (one.step === step ? sum + one.points : sum), 0) * 10) / 10;

/** When the team first named something, or acted on it: by value, lower case. */
function namedAt({
  state,
  taken,
}: Replayed): (values: readonly string[], from: number) => number | undefined {
  const first: { value: string; at: number }[] = [
    ...state.case.entities
      .filter(one => one.verdict !== 'benign')
      .map(one => ({ value: one.value.toLowerCase(), at: one.at })),
    ...taken.flatMap(one =>
      Object.values(one.parameters).map(value => ({ value: String(value).toLowerCase(), at: one.at })),
    ),
  ];
  return (values, from) => {
    const wanted = values.map(value => value.toLowerCase());
    const times = first
      .filter(one => one.at >= from && wanted.some(value => one.value.includes(value)))
      .map(one => one.at);
    return times.length === 0 ? undefined : Math.min(...times);
  };
}

const known = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value });

/** The replay of a team. */
export function debriefOf(replayed: Replayed): Debrief {
  const { variant, until, run, doNothing, bestLog, score, proofOf } = replayed;
  const { scenario } = variant;
  const named = namedAt(replayed);
  const curves = curvesFor(replayed);
  const subjects = (step: StepTaken) => [...step.indicators.map(one => one.value), ...step.hosts];
  return {
    start: variant.start,
    end: until,
    world: run.steps.map(step => ({
      id: `${step.step}:${step.attempt}`,
      step: step.step,
      title: stepTitle(scenario, step.step),
      tactic: step.tactic,
      techniques: [...step.techniques],
      at: step.at,
      end: step.end,
      outcome: step.outcome,
      ...(step.why === '' ? {} : { why: { key: step.why, values: {} } }),
      hosts: [...step.hosts],
      accounts: [...step.accounts],
      loss: lossOf(run, step.step),
      ...known('proof', proofOf({ cause: `step:${step.step}`, from: step.at })),
      ...known('noticed', named(subjects(step), step.at)),
    })),
    without: doNothing.steps.map(step => ({
      step: step.step,
      title: stepTitle(scenario, step.step),
      at: step.at,
      end: step.end,
      outcome: step.outcome,
      loss: lossOf(doNothing, step.step),
    })),
    best: bestLog
      .filter(one => one.at <= until)
      .map(({ at, action, parameters }) => ({ at, action, title: actionTitle(action), parameters })),
    events: eventsOf(replayed),
    curves: {
      loss: { team: curves.team.loss, nothing: curves.nothing.loss, best: curves.best.loss },
      cost: { team: curves.team.cost, best: curves.best.cost },
    },
    spread: run.steps.flatMap(step =>
      step.taken.map(({ host, from, technique }) => ({
        at: step.at,
        host,
        from,
        technique,
        ...known('known', named([host], step.at)),
      })),
    ),
    marks: {
      ...known('detected', score.times.detected),
      ...known('contained', score.times.contained),
    },
    ideas: ideasOf(replayed),
  } as Debrief;
}

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
};

/** What a team did, in words; what only moves the desk is left out. */
function eventsOf({ log, variant, injects, state }: Replayed): TeamEvent[] {
  const say = (key: TextKey, values: Record<string, string | number> = {}): Localized =>
    explained(key, values, variant.scenario);
  const title = (id: string): Localized => injects.find(one => one.id === id)?.title ?? { ja: id, en: id };
  const about = (key: TextKey, id: string): Localized => ({
    ja: say(key, { what: title(id).ja }).ja,
    en: say(key, { what: title(id).en }).en,
  });
  return standing(log).flatMap((entry): TeamEvent[] => {
    const event = (
      kind: TeamEvent['kind'],
      lane: TeamEvent['lane'],
      text: Localized,
      more: { number?: number } = {},
    ): TeamEvent[] => [{ id: entry.id, at: entry.at, kind, lane, text, by: entry.by, ...more }];
    switch (entry.kind) {
      case 'action': {
        const { action, number } = entry;
        const what = short(aboutOf(entry));
        return event(
          'action',
          'do',
          what === ''
            ? say('drill.debrief.did-plain', { action })
            : say('drill.debrief.did', { action, what }),
          { number },
        );
      }
      case 'message':
        return entry.direction === 'out'
          ? event('message', 'say', say('drill.debrief.said', { role: entry.role, what: short(entry.text) }))
          : [];
      case 'case-put':
        return event('case', 'know', noted(entry, say));
      case 'milestone':
        return event('milestone', 'mark', say('drill.debrief.milestone', { milestone: entry.milestone }));
      case 'inject':
        if (entry.step === 'fired')
          return event('inject', 'mark', about('drill.debrief.inject-came', entry.inject));
        return entry.step === 'submitted'
          ? event('inject', 'say', about('drill.debrief.inject-answered', entry.inject))
          : [];
      case 'hint':
        return event('hint', 'mark', say('drill.debrief.hint', { milestone: entry.objective }));
      case 'report-submit':
        return event('report', 'say', say('drill.debrief.report'));
      case 'promise': {
        if (entry.step === 'made') return [];
        const promise = state.promises.get(entry.promise);
        if (promise?.side !== 'team') return [];
        const what = short(promise.text);
        return event(
          'promise',
          'say',
          entry.step === 'kept'
            ? say('drill.debrief.promise-kept', { what })
            : say('drill.debrief.promise-broken', { what }),
        );
      }
      default:
        return [];
    }
  });
}

/** What was put into the case, in a line. */
function noted(
  { part, fields }: Extract<TeamEntry, { kind: 'case-put' }>,
  say: (key: TextKey, values: Record<string, string | number>) => Localized,
): Localized {
  const text = (name: string) => String(fields[name] ?? '');
  if (part === 'entities')
    return say('drill.debrief.named', { what: text('value'), verdict: text('verdict') });
  const line = fields['line'] as { text?: string } | undefined;
  const what =
    part === 'route'
      ? `${text('from')} → ${text('to')}`
      : part === 'evidence'
        ? text('note') || (line?.text ?? text('artefact'))
        : text('text');
  return say('drill.debrief.noted', { case: part, what: short(what) });
}

/** An action of the team worth trying sooner is moved by so much. */
const sooner = 30 * minute;
const mostIdeas = 8;
/** Groups whose actions change the attack's course. */
const strong = new Set(['block', 'host', 'account', 'recovery']);

/** What-ifs worth trying: what best play did and the team did not, and the team's own measures half an hour sooner. */
function ideasOf(replayed: Replayed): Debrief['ideas'] {
  const { world, variant, taken, bestLog, until } = replayed;
  const keyOf = (one: Pick<ActionTaken, 'action' | 'parameters'>) =>
    `${one.action} ${aboutOf(one).toLowerCase()}`;
  const own = new Set(taken.map(keyOf));
  const counts = ({ action }: Pick<ActionTaken, 'action'>) => strong.has(actions.get(action)?.group ?? '');
  const changes: Change[] = [
    ...bestLog
      .filter(one => counts(one) && one.at <= until && !own.has(keyOf(one)))
      .map((one): Change => ({ do: 'add', action: one.action, parameters: one.parameters, at: one.at })),
    ...taken
      .filter(one => counts(one) && one.at - sooner >= variant.start)
      .map((one): Change => ({ do: 'move', number: one.number, at: one.at - sooner })),
  ];
  return changes
    .slice(0, mostIdeas)
    .map(change => ({ change, text: changeText(world, variant, taken, change) }));
}
