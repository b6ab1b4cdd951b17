// The master scenario events list: staff write, fire and mark injects; teams answer them.
import { Type } from 'typebox';
import { injectMark, injectState, overdue } from '#drill/exercise/injects.ts';
import type { TeamState } from '#drill/exercise/state.ts';
import { ConditionTerms, DeskInject, InjectView, itemsOf } from '#model/drill/api.ts';
import type { NewTeamEntry } from '#model/drill/entry.ts';
import { type Inject, injectFields } from '#model/drill/inject.ts';
import { HinomiError } from '#model/errors.ts';
import { drillInjects } from '#store/records/drill-collections.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { conditionTerms, needTerms } from '../injects-of.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { fireInject } from '../pulse.ts';
import { atDesk, cell, deskRoute, exerciseRoute, helpers, markers, needOpen, staff, team } from '../route.ts';
import { code } from '../seats.ts';

const perTeam = (live: LiveExercise, inject: Inject, one: LiveTeam) => {
  const { state } = one;
  const known = state.injects.get(inject.id);
  const mark = injectMark(inject, known?.marks);
  return {
    team: one.id,
    state: injectState(inject, state),
    overdue: overdue(state, inject.id, live.now()),
    ...(known ? { firedAt: known.firedAt } : {}),
    ...(known?.due === undefined ? {} : { due: known.due }),
    ...(known?.submittedAt === undefined ? {} : { submittedAt: known.submittedAt }),
    ...(known?.marks ? { marks: known.marks } : {}),
    ...(mark === undefined ? {} : { mark }),
    thread: (known?.thread ?? []).map(({ at, by, step, text }) => ({ at, by, step, text })),
  };
};
const view = (live: LiveExercise, inject: Inject) => ({
  ...inject,
  perTeam: [...live.teams.values()]
    .filter(one => inject.teams.length === 0 || inject.teams.includes(one.id))
    .map(one => perTeam(live, inject, one)),
});

/** A team sees how and by when to answer; what is looked for would answer it. */
const asked = ({ text, ...how }: NonNullable<Inject['expectation']>, resultsOpen: boolean) =>
  resultsOpen ? { ...how, text } : how;

const deskView = (live: LiveExercise, inject: Inject, state: TeamState, label: Label) => {
  const known = state.injects.get(inject.id)!;
  const mark = live.resultsOpen ? injectMark(inject, known.marks) : undefined;
  return {
    inject: inject.id,
    title: inject.title,
    text: inject.text,
    from: inject.from,
    channel: inject.channel,
    state:
      injectState(inject, state) === 'graded' && !live.resultsOpen ? 'submitted' : injectState(inject, state),
    firedAt: known.firedAt,
    ...(known.due === undefined ? {} : { due: known.due }),
    overdue: overdue(state, inject.id, live.now()),
    ...(inject.expectation ? { expectation: asked(inject.expectation, live.resultsOpen) } : {}),
    thread: known.thread
      // Marks and what markers wrote come with the critique.
      .filter(one => one.step !== 'graded' || live.resultsOpen)
      .map(({ at, by, step, text }) => ({ at, by, label: label(by), step, text })),
    ...(mark === undefined ? {} : { mark }),
  } as never;
};

export function injectRoutes(drill: Drill): Route[] {
  const collection = drill.records.collection(drillInjects);
  const of = (live: LiveExercise, id: string): Inject =>
    present(
      live.injects.find(one => one.id === id || one.name === id),
      'inject',
      id,
    );
  const params = { inject: Type.String({ maxLength: 160 }) };
  return [
    exerciseRoute(drill, {
      method: 'GET',
      path: '/injects',
      access: 'drill-staff',
      inside: staff,
      summary: 'Injects and how they stand with each team',
      response: itemsOf(InjectView),
      handler: ({ live }) => ({ items: live.injects.map(one => view(live, one)) as never[] }),
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/conditions',
      access: 'drill-staff',
      inside: staff,
      summary:
        'What conditions of injects may name: steps of the attack, actions, phases, other injects, milestones',
      response: ConditionTerms,
      handler: ({ live }) => conditionTerms(live),
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/injects',
      access: 'drill-staff',
      inside: helpers,
      summary: 'Write an inject',
      body: Type.Object(injectFields, { additionalProperties: false }),
      response: InjectView,
      status: 201,
      handler: async ({ live, body }) => {
        needTerms(live, body.trigger as Inject['trigger']);
        const now = drill.clock();
        const name = `staff-${code(8)}`;
        const inject = {
          ...body,
          id: live.injectId(name),
          exercise: live.id,
          name,
          origin: 'staff',
          created: now,
          updated: now,
        } as Inject;
        await collection.put(inject as never);
        await live.loadInjects();
        return view(live, inject) as never;
      },
    }),
    exerciseRoute(drill, {
      method: 'PATCH',
      path: '/injects/:inject',
      access: 'drill-staff',
      inside: helpers,
      summary: 'Change an inject; teams that have it keep what they got',
      params,
      body: Type.Partial(
        Type.Object({
          ...injectFields,
          expectation: Type.Union([injectFields.expectation, Type.Null()], {
            description: 'null: nothing is expected any more',
          }),
        }),
        { additionalProperties: false },
      ),
      response: InjectView,
      handler: async ({ live, params: { inject: id }, body }) => {
        const known = of(live, id);
        if (body.trigger) needTerms(live, body.trigger as Inject['trigger']);
        const { expectation, ...inject } = { ...known, ...body, updated: drill.clock() };
        if (expectation) Object.assign(inject, { expectation });
        await collection.put(inject as never);
        await live.loadInjects();
        return view(live, inject) as never;
      },
    }),
    exerciseRoute(drill, {
      method: 'DELETE',
      path: '/injects/:inject',
      access: 'drill-staff',
      inside: helpers,
      summary: 'Remove an inject no team has had',
      params,
      handler: async ({ live, params: { inject: id } }) => {
        const known = of(live, id);
        if ([...live.teams.values()].some(one => one.state.injects.has(known.id)))
          throw new HinomiError('DRILL_INJECT_USED', 'a team has had this inject', {
            remedy: 'Set it back to draft so that no other team gets it.',
            status: 409,
          });
        await collection.remove(known.id);
        await live.loadInjects();
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/injects/:inject/fire',
      access: 'drill-staff',
      inside: cell,
      summary: 'Send an inject now, to all of its teams or some',
      params,
      body: Type.Object(
        { teams: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 300 })) },
        { additionalProperties: false },
      ),
      response: Type.Object({ fired: Type.Array(Type.String()) }),
      handler: async ({ live, params: { inject: id }, body, by }) => {
        needOpen(live);
        const inject = of(live, id);
        const chosen = [...live.teams.values()].filter(one =>
          body.teams
            ? body.teams.includes(one.id)
            : inject.teams.length === 0 || inject.teams.includes(one.id),
        );
        const written = await drill.writeMany(live, chosen, by, (_team, state) =>
          state.injects.has(inject.id) ? [] : fireInject(inject, live.record.language, live.now()),
        );
        const fired = chosen.filter(one => (written.get(one)?.length ?? 0) > 0).map(one => one.id);
        return { fired };
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/injects/:inject/grade',
      access: 'drill-staff',
      inside: markers,
      summary: 'Mark a team’s answer by the rubric: 0, 50 or 100',
      params,
      body: Type.Object(
        {
          team: Type.String({ maxLength: 64 }),
          marks: Type.Record(
            Type.String({ maxLength: 60 }),
            Type.Union([Type.Literal(0), Type.Literal(50), Type.Literal(100)]),
          ),
          comment: Type.Optional(Type.String({ maxLength: 4000, default: '' })),
        },
        { additionalProperties: false },
      ),
      response: InjectView,
      handler: async ({ live, params: { inject: id }, body, by }) => {
        const inject = of(live, id);
        const one = present(live.teams.get(body.team), 'team', body.team);
        for (const criterion of Object.keys(body.marks))
          if (!inject.rubric.some(rule => rule.id === criterion))
            throw new HinomiError('REQUEST_INVALID', `the rubric has no ${criterion}`, {
              place: { field: `body/marks/${criterion}` },
              remedy: 'Mark the criteria of the inject.',
              status: 400,
            });
        await drill.write(live, one, by, state => {
          if (!state.injects.has(inject.id))
            throw new HinomiError('DRILL_INJECT_NOT_SENT', 'the team has not had this inject', {
              remedy: 'Send it first.',
              status: 409,
            });
          return [
            {
              kind: 'inject',
              inject: inject.id,
              step: 'graded',
              marks: body.marks,
              text: body.comment ?? '',
            },
          ] satisfies NewTeamEntry[];
        });
        return view(live, inject) as never;
      },
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/injects',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Injects the team has got, with the time left',
      response: itemsOf(DeskInject),
      handler: async ({ live, team: one, principal, request }) => {
        const label = await labelsFor(drill, live, { principal, request }, one.id);
        return {
          items: live.injects
            .filter(inject => one.state.injects.has(inject.id))
            .map(inject => deskView(live, inject, one.state, label)),
        };
      },
    }),
    deskRoute(drill, {
      method: 'POST',
      path: '/injects/:inject',
      access: 'drill-play',
      inside: team,
      summary: 'Answer an inject, as a note to the team or for good',
      params,
      body: Type.Object(
        { text: Type.String({ minLength: 1, maxLength: 20_000 }), submit: Type.Boolean() },
        { additionalProperties: false },
      ),
      response: DeskInject,
      handler: async ({ live, team: one, params: { inject: id }, body, by, principal, request }) => {
        needOpen(live);
        const inject = of(live, id);
        await drill.write(live, one, by, state => {
          const known = state.injects.get(inject.id);
          if (!known) throw present(undefined, 'inject', id) as never;
          if (known.submittedAt !== undefined && body.submit)
            throw new HinomiError('DRILL_INJECT_SUBMITTED', 'the team has answered already', {
              remedy: 'Add a note instead.',
              status: 409,
            });
          return [
            {
              kind: 'inject',
              inject: inject.id,
              step: body.submit ? 'submitted' : 'answered',
              text: body.text,
            },
            // The person who asked gets the answer, so that they can ask back.
            ...(body.submit
              ? [
                  {
                    kind: 'message',
                    message: `answer:${inject.id}`,
                    direction: 'out',
                    role: inject.from.role,
                    person: inject.from.person?.[live.record.language] ?? '',
                    channel: inject.channel,
                    subject: '',
                    text: body.text,
                    answers: `inject:${inject.id}`,
                    inject: inject.id,
                  } as const,
                ]
              : []),
          ];
        });
        return deskView(
          live,
          inject,
          one.state,
          await labelsFor(drill, live, { principal, request }, one.id),
        );
      },
    }),
  ];
}
