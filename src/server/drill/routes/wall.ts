// The class wall, the ground truth behind it and what a team did: for staff.
import { Type } from 'typebox';
import { injectState, overdue } from '#drill/exercise/injects.ts';
import { messagesOf, waiting } from '#drill/exercise/messages.ts';
import { milestones } from '#drill/exercise/milestones.ts';
import { filledParts } from '#drill/exercise/report.ts';
import { actionsTaken } from '#drill/exercise/state.ts';
import { stuckness } from '#drill/exercise/stuck.ts';
import { simulate } from '#drill/run/simulate.ts';
import { TruthView, WallView } from '#model/drill/api.ts';
import { HinomiError } from '#model/errors.ts';
import { minute } from '#model/time.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { exerciseRoute, markers, type Place, staff } from '../route.ts';

/** Somebody counts as present for so long after their last sign of life. */
const presentFor = 1.5 * minute;

export const online = (live: LiveExercise, team: LiveTeam, label: Label) =>
  [...team.presence]
    .filter(([, one]) => live.real - one.seen < presentFor)
    .map(([account, one]) => ({ account, label: label(account), on: one.on, seen: one.seen }));

function row(live: LiveExercise, team: LiveTeam, place: Place, label: Label): WallView['teams'][number] {
  const { state } = team;
  const real = live.real;
  const now = live.now(real);
  const run = team.present(now, real);
  const phase = live.phase(real);
  const progress = team.log.findLast(one => one.at === state.progressAt && one.kind !== 'looked');
  const seen = Math.max(
    0,
    ...[...team.presence.values()].map(one => one.seen),
    ...state.looked.slice(-1).map(one => one.real),
  );
  const injects = live.injects
    .filter(one => one.teams.length === 0 || one.teams.includes(team.id))
    .map(one => ({ state: injectState(one, state), late: overdue(state, one.id, now) }));
  const count = (wanted: string) => injects.filter(one => one.state === wanted).length;
  const promises = [...state.promises.values()];
  const template = live.record.report;
  const parts = filledParts(template, state);
  const spoiler = place.role !== 'observer';
  return {
    id: team.id,
    number: team.team.number,
    name: team.team.name,
    online: online(live, team, label),
    milestones: Object.fromEntries(state.milestones),
    stuck: stuckness({
      state,
      real,
      since: phase?.startedAt ?? real,
      progressReal: progress?.real,
      seenReal: seen > 0 ? seen : undefined,
      phaseMinutes: live.phasePlan?.minutes ?? 60,
    }),
    actions: {
      done: run.actions.filter(one => one.status === 'done').length,
      underWay: run.actions.filter(one => one.status === 'under-way').length,
      waiting: run.actions.filter(one => one.status === 'waiting-for-approval').length,
    },
    unanswered: waiting(messagesOf(state, run, now)).length,
    injects: {
      pending: count('pending'),
      submitted: count('submitted'),
      graded: count('graded'),
      overdue: injects.filter(one => one.late).length,
    },
    hints: state.hints.length,
    report: {
      state: state.reportSubmitted !== undefined ? 'submitted' : parts > 0 ? 'draft' : 'none',
      parts,
      of: template.parts.length,
    },
    promises: {
      open: promises.filter(one => one.state === 'open').length,
      kept: promises.filter(one => one.state === 'kept').length,
      broken: promises.filter(one => one.state === 'broken').length,
    },
    businessCost: run.businessCost,
    ...(spoiler
      ? {
          loss: Math.round(run.losses.reduce((sum, one) => sum + one.points, 0) * 10) / 10,
          attacker: run.attacker.state,
        }
      : {}),
    ...(state.last ? { last: { at: state.last.at, kind: state.last.kind, by: label(state.last.by) } } : {}),
  };
}

export const wallRoutes = (drill: Drill): Route[] => [
  exerciseRoute(drill, {
    method: 'GET',
    path: '/wall',
    access: 'drill-observe',
    inside: [...staff, 'observer'],
    summary: 'The class at a glance: teams, milestones, who is stuck',
    response: WallView,
    handler: async ({ live, place, principal, request }) => {
      // Observers see seats, not people.
      const label: Label =
        place.role === 'observer' ? () => '' : await labelsFor(drill, live, { principal, request });
      const first = live.teams.values().next().value;
      return {
        ...live.running(),
        milestones: milestones
          .filter(one => !first || one.applies(first.played.truth))
          .map(({ id }) => ({ id })),
        teams: [...live.teams.values()].map(team => row(live, team, place, label)),
      };
    },
  }),
  exerciseRoute(drill, {
    method: 'GET',
    path: '/truth',
    access: 'drill-staff',
    inside: staff,
    summary: 'Ground truth, and how the attack went and would go on with a team',
    query: Type.Object({ team: Type.Optional(Type.String({ maxLength: 64 })) }),
    response: TruthView,
    handler: ({ live, query }) => {
      const team = query.team
        ? present(live.teams.get(query.team), 'team', query.team)
        : live.teams.values().next().value;
      if (!team)
        throw new HinomiError('RECORD_NOT_FOUND', 'the exercise has no team', {
          remedy: 'Add a team first.',
          status: 404,
        });
      const { variant, truth } = team.played;
      const now = live.now();
      const run = team.present(now, live.real);
      const titles = new Map(variant.scenario.plan.map(step => [step.id, step.title]));
      const titled = <T extends { step: string }>(step: T) => {
        const title = titles.get(step.step);
        return { ...step, ...(title ? { title } : {}) };
      };
      return {
        truth,
        steps: run.steps.map(titled),
        ahead: simulate(live.model, variant, actionsTaken(team.state), variant.end)
          .steps.filter(step => step.at > now)
          .map(titled),
        losses: run.losses,
        attacker: run.attacker,
        remaining: run.remaining,
        leads: variant.leads,
      } as never;
    },
  }),
  exerciseRoute(drill, {
    method: 'GET',
    path: '/teams/:team/log',
    access: 'drill-staff',
    inside: markers,
    summary: 'Everything a team did, in order',
    params: { team: Type.String({ maxLength: 64 }) },
    query: Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0, default: 0 })) }),
    response: Type.Object({ items: Type.Array(Type.Record(Type.String(), Type.Unknown())) }),
    handler: ({ live, params, query }) => {
      const team = present(live.teams.get(params.team), 'team', params.team);
      return {
        items: team.log.filter(one => one.sequence > (query.after ?? 0)).slice(0, 2000) as never[],
      };
    },
  }),
];
