// Skill tests before and after: a sitting per person, answers kept as they come, no key before the last test is over.
import { Type } from 'typebox';
import { itemBank } from '#drill/skills/bank.ts';
import { classGain, gainOf, itemFigures, percentOf } from '#drill/skills/class-tests.ts';
import { formItems } from '#drill/skills/forms/blueprint.ts';
import { scoreSitting } from '#drill/skills/score.ts';
import { counts, itemsOfSitting, sittingView, solutionsOf, type TestPurpose } from '#drill/skills/sitting.ts';
import {
  AnswerKept,
  MyTests,
  type MyTests as MyTestsView,
  TestsView,
  TestView,
} from '#model/drill/review.ts';
import { ItemAnswer, type Sitting } from '#model/drill/sitting.ts';
import type { Principal, Route } from '../../http/route.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { needResults } from '../results.ts';
import { deskRoute, exerciseRoute, markers, team } from '../route.ts';
import { testClosed } from '../sittings.ts';

const purposes = ['before', 'after'] as const;
/** Language of the items: the reader's, whatever the exercise's is. Without it: that in which the test was begun. */
const inLanguage = Type.Object({ lang: Type.Optional(Type.Enum(['ja', 'en'])) });

/** The test of the phase the exercise is in. */
function testNow(live: LiveExercise): TestPurpose | undefined {
  const { test } = live;
  return test && (test === 'pre' ? 'before' : 'after');
}

/** Whether this person has a test still to come: keys stay back until then, since the forms share items. */
const testToCome = (live: LiveExercise, after: Sitting | undefined): boolean =>
  live.clock.state !== 'ended' &&
  after?.finished === undefined &&
  live.record.programme.phases.some(phase => phase.test === 'post');

export function testRoutes(drill: Drill): Route[] {
  const { sittings } = drill;

  const view = async (live: LiveExercise, by: string, lang?: 'ja' | 'en') => {
    await drill.settleTests(live);
    const [before, after] = await Promise.all(purposes.map(one => sittings.of(live.id, by, one)));
    const purpose = testNow(live);
    const sitting = purpose === 'before' ? before : purpose === 'after' ? after : undefined;
    const phase = live.phase();
    return {
      open: purpose !== undefined && sitting?.finished === undefined,
      ...(purpose === undefined ? {} : { purpose }),
      ...(purpose !== undefined && phase ? { endsAt: phase.endsAt } : {}),
      of: formItems([...itemBank().values()], sitting?.form ?? 'A').length,
      sitting: sitting ? sittingView(sitting, itemBank(), lang) : null,
      handedIn: [before, after].flatMap((one, index) =>
        one?.finished === undefined
          ? []
          : [
              {
                purpose: purposes[index]!,
                submittedAt: one.finished,
                closed: one.closed === true,
                answered: one.answers.length,
                of: one.items.length,
              },
            ],
      ),
    };
  };
  const needTest = async (live: LiveExercise): Promise<TestPurpose> => {
    await drill.settleTests(live);
    const purpose = testNow(live);
    if (purpose === undefined) throw testClosed('no test is on now');
    return purpose;
  };
  const organisationOf = async (live: LiveExercise, one: LiveTeam, principal: Principal, from: string) => {
    const people = await drill.people.of(live.id, { name: principal.account.name, from }, one.id);
    return people.get(principal.account.id)?.organisation.slice(0, 64) ?? '';
  };

  return [
    deskRoute(drill, {
      method: 'GET',
      path: '/test',
      access: 'drill-play',
      inside: team,
      summary: 'One’s own skill test of this phase',
      query: inLanguage,
      response: TestView,
      handler: ({ live, by, query }) => view(live, by, query.lang),
    }),
    deskRoute(drill, {
      method: 'POST',
      path: '/test/start',
      access: 'drill-play',
      inside: team,
      summary: 'Begin the test; a second call gives the same',
      query: inLanguage,
      response: TestView,
      status: 201,
      handler: async ({ live, team: one, by, principal, request, query }) => {
        const purpose = await needTest(live);
        await sittings.start(
          {
            exercise: live.id,
            person: by,
            seat: Math.max(0, one.team.members.indexOf(by)),
            language: query.lang ?? principal.account.language,
            organisation: await organisationOf(live, one, principal, request.ip),
          },
          purpose,
        );
        return view(live, by, query.lang);
      },
    }),
    deskRoute(drill, {
      method: 'PUT',
      path: '/test/:item',
      access: 'drill-play',
      inside: team,
      summary: 'Answer an item: places of the options as shown, or text; nothing takes the answer back',
      params: { item: Type.String({ maxLength: 48 }) },
      body: Type.Object(
        {
          answer: ItemAnswer,
          seconds: Type.Optional(Type.Number({ minimum: 0, maximum: 86_400, default: 0 })),
        },
        { additionalProperties: false },
      ),
      response: AnswerKept,
      handler: async ({ live, by, params, body }) => {
        const purpose = await needTest(live);
        const sitting = await sittings.answer(live.id, by, purpose, {
          item: params.item,
          answer: body.answer,
          seconds: body.seconds ?? 0,
        });
        return { item: params.item, answered: sitting.answers.length, savedAt: drill.clock() };
      },
    }),
    deskRoute(drill, {
      method: 'POST',
      path: '/test/submit',
      access: 'drill-play',
      inside: team,
      summary: 'Hand the test in',
      query: inLanguage,
      response: TestView,
      handler: async ({ live, by, query }) => {
        await sittings.submit(live.id, by, await needTest(live));
        return view(live, by, query.lang);
      },
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/test/result',
      access: 'drill-play',
      inside: team,
      summary: 'One’s own results; keys and reasons once no test is to come',
      query: inLanguage,
      response: MyTests,
      handler: async ({ live, place, by, query }): Promise<MyTestsView> => {
        needResults(live, place);
        await drill.settleTests(live);
        const bank = itemBank();
        const [before, after] = await Promise.all(purposes.map(one => sittings.of(live.id, by, one)));
        const done = [before, after].filter(counts);
        const gain = gainOf(before, after, bank);
        return {
          sittings: done.map(sitting => {
            const score = scoreSitting(itemsOfSitting(sitting, bank), sitting.answers);
            return {
              purpose: sitting.purpose === 'after' ? 'after' : 'before',
              form: sitting.form,
              percent: score.percent,
              right: score.right,
              items: score.items,
              byDomain: [...score.byDomain],
            };
          }),
          ...(gain ? { gain: { gain: gain.gain, verdict: gain.verdict } } : {}),
          ...(testToCome(live, after)
            ? {}
            : { solutions: done.flatMap(sitting => solutionsOf(sitting, bank, query.lang)) }),
        };
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/tests',
      access: 'drill-staff',
      inside: markers,
      summary: 'Tests of the class with their errors, and what they say about the items',
      response: TestsView,
      handler: async ({ live, principal, request }) => {
        await drill.settleTests(live);
        const bank = itemBank();
        const label = await labelsFor(drill, live, { principal, request });
        const everywhere = await sittings.all();
        const here = everywhere.filter(one => one.exercise === live.id);
        const group = classGain(here, bank);
        const teams = [...live.teams.values()];
        const one = (sitting: Sitting | undefined) =>
          sitting && {
            answered: sitting.answers.length,
            of: sitting.items.length,
            ...(sitting.finished === undefined
              ? {}
              : {
                  submittedAt: sitting.finished,
                  ...(sitting.closed ? { closed: true } : {}),
                  ...(counts(sitting) ? { percent: percentOf(sitting, bank) } : {}),
                }),
          };
        return {
          purposes: purposes
            .filter(purpose =>
              live.record.programme.phases.some(
                phase => phase.test === (purpose === 'before' ? 'pre' : 'post'),
              ),
            )
            .map(purpose => {
              const own = here.filter(sitting => sitting.purpose === purpose);
              return {
                purpose,
                started: own.length,
                submitted: own.filter(sitting => sitting.finished !== undefined && !sitting.closed).length,
                closed: own.filter(sitting => sitting.closed).length,
                of: teams.reduce((sum, { team: { members } }) => sum + members.length, 0),
              };
            }),
          people: teams.flatMap(({ team: { id, name, members } }) =>
            members.map(account => {
              const mine = (purpose: TestPurpose) =>
                here.find(sitting => sitting.person === account && sitting.purpose === purpose);
              const [before, after] = [one(mine('before')), one(mine('after'))];
              const gain = gainOf(mine('before'), mine('after'), bank);
              return {
                account,
                label: label(account),
                team: id,
                teamName: name,
                ...(before ? { before } : {}),
                ...(after ? { after } : {}),
                ...(gain ? { gain: { gain: gain.gain, verdict: gain.verdict } } : {}),
              };
            }),
          ),
          ...(group ? { group } : {}),
          ...itemFigures(here, everywhere, bank),
        };
      },
    }),
  ];
}
