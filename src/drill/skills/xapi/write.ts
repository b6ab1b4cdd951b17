// Writes xAPI statements for test sittings and exercise milestones. People appear by account id only.
import { createHash } from 'node:crypto';
import type { Item } from '#model/drill/item.ts';
import type { Sitting } from '#model/drill/sitting.ts';
import { stampedUuid } from '#model/ids.ts';
import { keysOf } from '../items/answer.ts';
import { marks } from '../score.ts';
import type { Statement } from './schema.ts';

/** Where the identifiers of an installation live; must be an absolute IRI without a slash at its end. */
export interface XapiPlace {
  base: string;
}

const verbs = {
  initialized: { en: 'initialized', ja: '開始した' },
  answered: { en: 'answered', ja: '回答した' },
  completed: { en: 'completed', ja: '完了した' },
  progressed: { en: 'progressed', ja: '進んだ' },
} as const;
const verb = (name: keyof typeof verbs): Statement['verb'] => ({
  id: `http://adlnet.gov/expapi/verbs/${name}`,
  display: { ...verbs[name] },
});
const types = {
  assessment: 'http://adlnet.gov/expapi/activities/assessment',
  interaction: 'http://adlnet.gov/expapi/activities/cmi.interaction',
  simulation: 'http://adlnet.gov/expapi/activities/simulation',
  objective: 'http://adlnet.gov/expapi/activities/objective',
};

/** The same fact gives the same id whenever it is exported, so that a second export changes nothing (version 5 form). */
const idOf = (...parts: readonly (string | number)[]): string =>
  stampedUuid(createHash('sha256').update(JSON.stringify(parts)).digest(), 5);

/** ISO 8601 duration of whole and hundredth seconds (§4.6). */
export const duration = (seconds: number): string => `PT${Math.max(0, Math.round(seconds * 100) / 100)}S`;

const path = (...parts: readonly string[]) => parts.map(encodeURIComponent).join('/');
const actor = ({ base }: XapiPlace, person: string): Statement['actor'] => ({
  objectType: 'Agent',
  account: { homePage: base, name: person },
});

/**
 * Statements of a sitting: begun, one for each answered item, completed with its score. `items` are those of the form, as
 * they were when it was taken.
 */
export function sittingStatements(place: XapiPlace, sitting: Sitting, items: readonly Item[]): Statement[] {
  const { base } = place;
  const test: Statement['object'] = {
    objectType: 'Activity',
    id: `${base}/tests/${path(sitting.form)}`,
    definition: {
      name: { en: `Skill test, form ${sitting.form}`, ja: `スキルテスト ${sitting.form}` },
      type: types.assessment,
    },
  };
  const context: Statement['context'] = {
    language: sitting.language,
    platform: 'Hinomi',
    revision: sitting.content,
    contextActivities: {
      parent: [{ objectType: 'Activity', id: test.id }],
      grouping: [{ objectType: 'Activity', id: `${base}/exercises/${path(sitting.exercise || 'none')}` }],
    },
    extensions: {
      [`${base}/extensions/sitting`]: sitting.id,
      [`${base}/extensions/purpose`]: sitting.purpose,
    },
  };
  const common = { actor: actor(place, sitting.person), context };
  const right = new Map(marks(items, sitting.answers).map((mark, index) => [items[index]!.id, mark]));
  const byId = new Map(items.map(item => [item.id, item]));
  const statements: Statement[] = [
    {
      id: idOf(base, sitting.id, 'initialized'),
      ...common,
      verb: verb('initialized'),
      object: test,
      timestamp: new Date(sitting.started).toISOString(),
    },
  ];
  for (const { item: id, answer, at, seconds } of sitting.answers) {
    const item = byId.get(id);
    if (!item) continue;
    statements.push({
      id: idOf(base, sitting.id, 'answered', id),
      ...common,
      verb: verb('answered'),
      object: interaction(base, item),
      result: {
        success: right.get(id) ?? false,
        response: typeof answer === 'string' ? answer : answer.map(option => `o${option}`).join('[,]'),
        duration: duration(seconds),
      },
      timestamp: new Date(at).toISOString(),
    });
  }
  if (sitting.finished !== undefined) {
    const score = [...right.values()].filter(Boolean).length;
    statements.push({
      id: idOf(base, sitting.id, 'completed'),
      ...common,
      verb: verb('completed'),
      object: test,
      result: {
        completion: true,
        score: { scaled: score / items.length, raw: score, min: 0, max: items.length },
        duration: duration((sitting.finished - sitting.started) / 1000),
      },
      timestamp: new Date(sitting.finished).toISOString(),
    });
  }
  return statements;
}

/** An item as an interaction activity: texts without the solution's reasons, ids `o<number in the content file>`. */
function interaction(base: string, item: Item): Statement['object'] {
  const texts =
    item.kind === 'short' ? [] : item.kind === 'order' ? item.steps : item.options.map(o => o.text);
  const choices = texts.map((text, index) => ({
    id: `o${index}`,
    description: { en: text.en, ja: text.ja },
  }));
  const listed = (numbers: readonly number[]) => [numbers.map(number => `o${number}`).join('[,]')];
  const kind =
    item.kind === 'short'
      ? item.tolerance === undefined
        ? { interactionType: 'fill-in' as const, correctResponsesPattern: [...item.accept] }
        : {
            interactionType: 'numeric' as const,
            correctResponsesPattern: [range(item.accept[0]!, item.tolerance)],
          }
      : item.kind === 'order'
        ? {
            interactionType: 'sequencing' as const,
            correctResponsesPattern: listed(item.steps.map((_, index) => index)),
            choices,
          }
        : { interactionType: 'choice' as const, correctResponsesPattern: listed(keysOf(item)), choices };
  return {
    objectType: 'Activity',
    id: `${base}/items/${path(item.id)}`,
    definition: {
      name: { en: item.id },
      description: { en: item.stem.en, ja: item.stem.ja },
      type: types.interaction,
      ...kind,
    },
  };
}

const range = (value: string, tolerance: number): string =>
  tolerance === 0 ? value : `${Number(value) - tolerance}[:]${Number(value) + tolerance}`;

/** Something a team reached in an exercise. */
export interface Milestone {
  exercise: string;
  team: string;
  /** Person it is credited to; the team as a whole when absent. */
  person?: string;
  /** `detected`, `contained`, `reported` … */
  milestone: string;
  title: { ja: string; en: string };
  /** When it was reached, Unix ms. */
  at: number;
  success: boolean;
  /** Since the exercise began. */
  seconds: number;
}

/** The statement of a milestone. Teams are identified groups, never lists of people. */
export function milestoneStatement(place: XapiPlace, milestone: Milestone): Statement {
  const { base } = place;
  const team = {
    objectType: 'Group' as const,
    account: { homePage: base, name: `team:${milestone.team}` },
  };
  return {
    id: idOf(
      base,
      milestone.exercise,
      milestone.team,
      milestone.person ?? '',
      milestone.milestone,
      milestone.at,
    ),
    actor: milestone.person === undefined ? team : actor(place, milestone.person),
    verb: verb('progressed'),
    object: {
      objectType: 'Activity',
      id: `${base}/exercises/${path(milestone.exercise, 'milestones', milestone.milestone)}`,
      definition: { name: { en: milestone.title.en, ja: milestone.title.ja }, type: types.objective },
    },
    result: { success: milestone.success, duration: duration(milestone.seconds) },
    context: {
      platform: 'Hinomi',
      ...(milestone.person === undefined ? {} : { team }),
      contextActivities: {
        parent: [
          {
            objectType: 'Activity',
            id: `${base}/exercises/${path(milestone.exercise)}`,
            definition: { type: types.simulation },
          },
        ],
      },
    },
    timestamp: new Date(milestone.at).toISOString(),
  };
}
