// In-world mail, chat and phone: the team's side and the white cell's, promises, and approvals by the boss.
import { Type } from 'typebox';
import { actions as registry } from '#drill/actions/actions.ts';
import { exerciseContent, suggestionsFor } from '#drill/exercise/content.ts';
import { type DeskMessage, isAlert, messagesOf, waiting } from '#drill/exercise/messages.ts';
import type { TeamState } from '#drill/exercise/state.ts';
import {
  CellItem,
  CellView,
  ContactView,
  itemsOf,
  MessageView,
  PromiseView,
  TakenAction,
} from '#model/drill/api.ts';
import type { NewTeamEntry } from '#model/drill/entry.ts';
import { WorldChannel, WorldRole } from '#model/drill/inject.ts';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import { minute } from '#model/time.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, cell, deskRoute, exerciseRoute, needOpen, needRunning, staff, team } from '../route.ts';
import { contacts } from '../views.ts';
import { takenView } from './actions.ts';

const all = (live: LiveExercise, one: LiveTeam): DeskMessage[] =>
  messagesOf(one.state, one.ahead(), live.now());

/** Injects as they were sent, in both languages; one changed since stays as the team got it. */
function sidesOf(live: LiveExercise, { id, text }: DeskMessage) {
  const inject = live.injects.find(one => id === `inject:${one.id}`);
  return inject?.text[live.record.language] === text
    ? { sides: { subject: inject.title, text: inject.text } }
    : {};
}

/** With the name of whoever of the organisation speaks. */
function view(live: LiveExercise, message: DeskMessage, label: Label) {
  const person = live.model.organisation.people.find(one => one.account === message.person);
  return {
    ...message,
    ...sidesOf(live, message),
    label: label(message.by),
    ...(person ? { personName: person.name } : {}),
  };
}

const Promised = Type.Optional(
  Type.Object(
    {
      text: Type.String({ minLength: 1, maxLength: 1000 }),
      dueMinutes: Type.Number({ minimum: 1, maximum: 1440 }),
    },
    { additionalProperties: false },
  ),
);

export function messageRoutes(drill: Drill): Route[] {
  const id = () => uuidv7(drill.clock());
  const promise = (
    live: LiveExercise,
    given: { text: string; dueMinutes: number } | undefined,
    side: 'team' | 'white-cell',
    to: string,
    message: string,
  ): NewTeamEntry[] =>
    given
      ? [
          {
            kind: 'promise',
            promise: id(),
            step: 'made',
            side,
            to,
            text: given.text,
            due: live.now() + given.dueMinutes * minute,
            message,
          },
        ]
      : [];

  const cellItem = (
    live: LiveExercise,
    one: LiveTeam,
    message: DeskMessage,
    label: Label,
    thread: DeskMessage[],
  ) => {
    const claimed = one.state.claims.get(message.id);
    return {
      id: message.id,
      team: one.id,
      teamName: one.team.name,
      role: message.role,
      channel: message.channel,
      at: message.at,
      text: message.text,
      subject: message.subject,
      label: label(message.by),
      waitingMinutes: Math.max(0, Math.round((live.now() - message.at) / minute)),
      thread: thread
        .filter(other => other.thread === message.thread)
        .slice(-30)
        .map(other => view(live, other, label)),
      suggestions: suggestionsFor(message.role, message.text).map(
        ({ id: suggestion, text, promise: due }) => ({
          id: suggestion,
          text,
          ...(due === undefined ? {} : { promise: due }),
        }),
      ),
      ...(claimed === undefined ? {} : { claimedBy: claimed }),
    };
  };

  return [
    deskRoute(drill, {
      method: 'GET',
      path: '/messages',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Mail, chat and calls of the team with the people of the story',
      response: Type.Object({ items: Type.Array(MessageView), contacts: Type.Array(ContactView) }),
      handler: async ({ live, team: one, principal, request }) => {
        const label = await labelsFor(drill, live, { principal, request }, one.id);
        return { items: all(live, one).map(message => view(live, message, label)), contacts: contacts() };
      },
    }),
    deskRoute(drill, {
      method: 'GET',
      path: '/alerts',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Alerts of the monitoring service and of systems',
      response: itemsOf(MessageView),
      handler: async ({ live, team: one }) => ({
        items: all(live, one)
          .filter(message => message.direction === 'in' && isAlert(message))
          .map(message => view(live, message, () => '')),
      }),
    }),
    deskRoute(drill, {
      method: 'POST',
      path: '/messages',
      access: 'drill-play',
      inside: team,
      summary: 'Write, chat or call somebody of the story',
      body: Type.Object(
        {
          to: Type.Object(
            { role: WorldRole, person: Type.Optional(Type.String({ maxLength: 200, default: '' })) },
            { additionalProperties: false },
          ),
          channel: Type.Enum(['mail', 'chat', 'phone']),
          subject: Type.Optional(Type.String({ maxLength: 300, default: '' })),
          text: Type.String({ minLength: 1, maxLength: 20_000 }),
          answers: Type.Optional(Type.String({ maxLength: 200 })),
          promise: Promised,
        },
        { additionalProperties: false },
      ),
      response: MessageView,
      status: 201,
      handler: async ({ live, team: one, body, by, principal, request }) => {
        needRunning(live);
        const message = id();
        await drill.write(live, one, by, () => [
          {
            kind: 'message',
            message,
            direction: 'out',
            role: body.to.role,
            person: body.to.person ?? '',
            channel: body.channel,
            subject: body.subject ?? '',
            text: body.text,
            ...(body.answers === undefined ? {} : { answers: body.answers }),
          },
          ...promise(live, body.promise, 'team', body.to.role, message),
        ]);
        const label = await labelsFor(drill, live, { principal, request }, one.id);
        return view(live, all(live, one).find(other => other.id === message)!, label);
      },
    }),
    deskRoute(drill, {
      method: 'POST',
      path: '/read',
      access: 'drill-play',
      inside: team,
      summary: 'Mark messages and alerts as read',
      body: Type.Object(
        { ids: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 200 }) },
        { additionalProperties: false },
      ),
      handler: async ({ live, team: one, body, by }) => {
        await drill.write(live, one, by, state => {
          const ids = body.ids.filter(message => !state.read.has(message));
          return ids.length > 0 ? [{ kind: 'read', ids }] : [];
        });
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/white-cell',
      access: 'drill-staff',
      inside: cell,
      summary: 'What waits for an answer, by role, with fact sheet and suggested replies',
      query: Type.Object({ role: Type.Optional(WorldRole) }),
      response: CellView,
      handler: async ({ live, query, principal, request }) => {
        const label = await labelsFor(drill, live, { principal, request });
        const queue = [...live.teams.values()]
          .flatMap(one => {
            const messages = all(live, one);
            return waiting(messages).map(message => cellItem(live, one, message, label, messages));
          })
          .sort((a, b) => a.at - b.at);
        return {
          roles: exerciseContent().roles.map(({ role, title, channels, factSheet }) => ({
            role,
            title,
            channels,
            factSheet,
            waiting: queue.filter(item => item.role === role).length,
          })),
          queue: queue.filter(item => query.role === undefined || item.role === query.role),
        };
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/white-cell/:team/:message/claim',
      access: 'drill-staff',
      inside: cell,
      summary: 'Take a call, so that nobody else answers it',
      params: { team: Type.String({ maxLength: 64 }), message: Type.String({ maxLength: 200 }) },
      response: CellItem,
      handler: async ({ live, params, by, principal, request }) => {
        const one = present(live.teams.get(params.team), 'team', params.team);
        const messages = all(live, one);
        const message = present(
          messages.find(other => other.id === params.message),
          'message',
          params.message,
        );
        await drill.write(live, one, by, state =>
          state.claims.has(params.message) ? [] : [{ kind: 'claim', message: params.message }],
        );
        return cellItem(live, one, message, await labelsFor(drill, live, { principal, request }), messages);
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/messages',
      access: 'drill-staff',
      inside: cell,
      summary: 'Speak to teams as somebody of the story',
      body: Type.Object(
        {
          teams: Type.Union([
            Type.Literal('all'),
            Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 300 }),
          ]),
          as: Type.Object(
            { role: WorldRole, person: Type.Optional(Type.String({ maxLength: 200, default: '' })) },
            { additionalProperties: false },
          ),
          channel: WorldChannel,
          subject: Type.Optional(Type.String({ maxLength: 300, default: '' })),
          text: Type.String({ minLength: 1, maxLength: 20_000 }),
          answers: Type.Optional(Type.String({ maxLength: 200 })),
          promise: Promised,
        },
        { additionalProperties: false },
      ),
      response: Type.Object({ sent: Type.Array(Type.String()) }),
      status: 201,
      handler: async ({ live, body, by }) => {
        needOpen(live);
        const sent: string[] = [];
        for (const one of live.teams.values()) {
          if (body.teams !== 'all' && !body.teams.includes(one.id)) continue;
          const message = id();
          await drill.write(live, one, by, () => [
            {
              kind: 'message',
              message,
              direction: 'in',
              role: body.as.role,
              person: body.as.person ?? '',
              channel: body.channel,
              subject: body.subject ?? '',
              text: body.text,
              ...(body.answers === undefined ? {} : { answers: body.answers }),
            },
            ...promise(live, body.promise, 'white-cell', body.as.role, message),
          ]);
          sent.push(message);
        }
        return { sent };
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/promises',
      access: 'drill-staff',
      inside: staff,
      summary: 'What was promised, by whom, until when, and whether it was kept',
      response: itemsOf(PromiseView),
      handler: ({ live }) => ({
        items: [...live.teams.values()].flatMap(one =>
          [...one.state.promises.values()].map(other => ({ ...other, team: one.id })),
        ),
      }),
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/promises',
      access: 'drill-staff',
      inside: cell,
      summary: 'Note a promise somebody made in words',
      body: Type.Object(
        {
          team: Type.String({ maxLength: 64 }),
          side: Type.Enum(['team', 'white-cell']),
          to: WorldRole,
          text: Type.String({ minLength: 1, maxLength: 1000 }),
          dueMinutes: Type.Number({ minimum: 1, maximum: 1440 }),
          message: Type.Optional(Type.String({ maxLength: 200 })),
        },
        { additionalProperties: false },
      ),
      status: 204,
      handler: async ({ live, body, by }) => {
        const one = present(live.teams.get(body.team), 'team', body.team);
        await drill.write(live, one, by, () => promise(live, body, body.side, body.to, body.message ?? ''));
      },
    }),
    exerciseRoute(drill, {
      method: 'PATCH',
      path: '/promises/:promise',
      access: 'drill-staff',
      inside: cell,
      summary: 'Settle a promise by hand',
      params: { promise: Type.String({ maxLength: 200 }) },
      body: Type.Object(
        { team: Type.String({ maxLength: 64 }), state: Type.Enum(['kept', 'broken']) },
        { additionalProperties: false },
      ),
      status: 204,
      handler: async ({ live, params, body, by }) => {
        const one = present(live.teams.get(body.team), 'team', body.team);
        await drill.write(live, one, by, (state: TeamState) => {
          present(state.promises.get(params.promise), 'promise', params.promise);
          return [{ kind: 'promise', promise: params.promise, step: body.state }];
        });
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/approvals',
      access: 'drill-staff',
      inside: cell,
      summary: 'Actions that wait for the boss',
      response: itemsOf(Type.Object({ team: Type.String(), teamName: Type.String(), action: TakenAction })),
      handler: async ({ live, principal, request }) => {
        const label = await labelsFor(drill, live, { principal, request });
        return {
          items: [...live.teams.values()].flatMap(one =>
            takenView(live, one, label)
              .filter(action => action.status === 'waiting-for-approval')
              .map(action => ({ team: one.id, teamName: one.team.name, action })),
          ),
        };
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/approvals/:team/:number',
      access: 'drill-staff',
      inside: cell,
      summary: 'Decide as the boss',
      params: { team: Type.String({ maxLength: 64 }), number: Type.String({ pattern: '^\\d{1,6}$' }) },
      body: Type.Object(
        { approve: Type.Boolean(), why: Type.Optional(Type.String({ maxLength: 2000, default: '' })) },
        { additionalProperties: false },
      ),
      response: TakenAction,
      handler: async ({ live, params, body, by }) => {
        needOpen(live);
        const one = present(live.teams.get(params.team), 'team', params.team);
        const number = Number(params.number);
        await drill.write(live, one, by, state => {
          const asked = present(
            state.actions.find(other => other.number === number),
            'action',
            params.number,
          );
          if (
            registry.get(asked.action)?.approval !== 'boss' ||
            asked.approvedAt !== undefined ||
            asked.refused !== undefined
          )
            throw new HinomiError('DRILL_DECIDED', 'there is nothing to decide about this action', {
              remedy: 'It needs no approval, or somebody has decided.',
              status: 409,
            });
          return [{ kind: 'approval', number, approve: body.approve, why: body.why ?? '' }];
        });
        return takenView(live, one, () => '').find(other => other.number === number)!;
      },
    }),
  ];
}
