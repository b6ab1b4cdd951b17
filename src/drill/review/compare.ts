// A class side by side: how results are spread and what teams did differently. No team is ranked.
import type { CompareView, Point, Spread } from '#model/drill/review.ts';
import type { Localized } from '#model/localized.ts';
import { formatMessage } from '#model/messages.ts';
import { sources as evidenceSources } from '../evidence/sources.ts';
import type { ActionTaken } from '../run/run.ts';
import { actionTitle, sentence } from '../score/explain.ts';
import type { Criterion } from '../score/score.ts';

/** What is compared of one team. */
export interface Compared {
  team: string;
  teamName: string;
  number: number;
  criteria: readonly Pick<Criterion, 'id' | 'points' | 'of'>[];
  /** Simulated times. */
  began: number;
  detected: number | undefined;
  contained: number | undefined;
  loss: number;
  cost: number;
  taken: readonly ActionTaken[];
  /** Numbers of actions that touched the attack. */
  right: ReadonlySet<number>;
  searches: number;
  messages: number;
  hints: number;
  milestones: ReadonlyMap<string, number>;
  /** Evidence sources whose lines are in the team's case. */
  sources: ReadonlySet<string>;
  curve: Point[];
}

/** Quartiles by linear interpolation (Hyndman & Fan, type 7). */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    const value = sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
    return Math.round(100 * value) / 100;
  };
  return { least: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75), most: at(1) };
}

const sourceTitle = (id: string): Localized =>
  evidenceSources.find(one => one.id === id)?.title ?? { ja: id, en: id };

type Measure = CompareView['measures'][number];

function measures(teams: readonly Compared[]): Measure[] {
  const measure = (
    id: Measure['id'],
    unit: Measure['unit'],
    of: (one: Compared) => number | undefined,
  ): Measure => {
    const values = teams.map(one => ({ team: one.team, value: of(one) ?? null }));
    const spread = spreadOf(values.flatMap(one => one.value ?? []));
    return { id, unit, values, ...(spread ? { spread } : {}) };
  };
  const minutes = (one: Compared, at: number | undefined) =>
    at === undefined ? undefined : Math.round((at - one.began) / 60_000);
  return [
    measure('detected', 'minutes', one => minutes(one, one.detected)),
    measure('contained', 'minutes', one => minutes(one, one.contained)),
    measure('loss', 'points', one => one.loss),
    measure('cost', 'points', one => one.cost),
    measure('actions', 'count', one => one.taken.length),
    measure('searches', 'count', one => one.searches),
    measure('messages', 'count', one => one.messages),
    measure('hints', 'count', one => one.hints),
  ];
}

/** The class in the order of its teams. Pure. */
export function compareTeams(
  teams: readonly Compared[],
  curves: { nothing: Point[]; best: Point[] },
): CompareView {
  const ids = [
    ...new Set(teams.flatMap(one => one.criteria.filter(other => other.of > 0).map(other => other.id))),
  ];
  const actions = [...new Set(teams.flatMap(one => one.taken.map(other => other.action)))].sort();
  const milestones = [...new Set(teams.flatMap(one => [...one.milestones.keys()]))].sort();
  return {
    teams: teams.map(({ team, teamName, number }) => ({ team, teamName, number })),
    criteria: ids.map(id => {
      const points = teams.flatMap(({ team, criteria }) => {
        const one = criteria.find(other => other.id === id);
        return one && one.of > 0 ? [{ team, points: one.points }] : [];
      });
      const of = Math.max(...teams.map(one => one.criteria.find(other => other.id === id)?.of ?? 0));
      return {
        id,
        title: { key: `drill.score.title.${id}`, values: {} },
        of,
        points,
        spread: spreadOf(points.map(one => one.points))!,
      };
    }),
    measures: measures(teams),
    milestones: milestones.map(id => ({
      id,
      values: teams.map(one => ({ team: one.team, at: one.milestones.get(id) ?? null })),
    })),
    actions: actions.map(action => ({
      action,
      title: actionTitle(action),
      values: teams.map(one => {
        const own = one.taken.filter(other => other.action === action);
        const first = own.map(other => other.at).sort((a, b) => a - b)[0];
        return {
          team: one.team,
          count: own.length,
          ...(first === undefined ? {} : { first }),
          right: own.filter(other => one.right.has(other.number)).length,
        };
      }),
    })),
    curves: teams.map(({ team, curve }) => ({ team, points: curve })),
    ...curves,
    different: differences(teams, actions),
  };
}

/** What some teams did and others did not, in words. Said only when both kinds of teams exist. */
function differences(teams: readonly Compared[], actions: readonly string[]): CompareView['different'] {
  const split = (
    did: (one: Compared) => boolean,
    text: (of: string) => Localized,
  ): CompareView['different'] => {
    const those = teams.filter(did);
    if (those.length === 0 || those.length === teams.length) return [];
    return [{ text: text(`${those.length}/${teams.length}`), teams: those.map(one => one.team) }];
  };
  const told =
    (key: Parameters<typeof sentence>[0], values: Record<string, Localized> = {}) =>
    (teams: string) =>
      ({
        ja: formatMessage(sentence(key).ja, {
          teams,
          ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.ja])),
        }),
        en: formatMessage(sentence(key).en, {
          teams,
          ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.en])),
        }),
      }) satisfies Localized;
  const sources = [...new Set(teams.flatMap(one => [...one.sources]))].sort();
  return [
    ...split(one => one.contained !== undefined, told('drill.debrief.differ-contained')),
    ...actions.flatMap(action =>
      split(
        one => one.taken.some(other => other.action === action),
        told('drill.debrief.differ-action', { action: actionTitle(action) }),
      ),
    ),
    ...split(one => kept(one) !== undefined, told('drill.debrief.differ-evidence-first')),
    ...sources.flatMap(source =>
      split(
        one => one.sources.has(source),
        told('drill.debrief.differ-source', { source: sourceTitle(source) }),
      ),
    ),
    ...split(one => one.hints > 0, told('drill.debrief.differ-hints')),
    ...split(one => one.milestones.has('told'), told('drill.debrief.differ-told')),
  ];
}

/** Evidence taken from a host before it was changed. */
const kept = ({ taken }: Compared) =>
  taken.find(
    one =>
      /^take-(memory|image)$/.test(one.action) &&
      !taken.some(
        other =>
          /^(isolate|rebuild)-host$/.test(other.action) &&
          other.parameters['host'] === one.parameters['host'] &&
          other.at < one.at,
      ),
  );
