// Enrolment: seats and teams, one-time links, joining by code, taking people out.
import { Type } from 'typebox';
import { readPeople, shareOut } from '#drill/exercise/people.ts';
import { itemsOf, SeatOut, SeatView } from '#model/drill/api.ts';
import type { DrillSeat } from '#model/drill/exercise.ts';
import { HinomiError } from '#model/errors.ts';
import { drillSeats, drillTeams, exercises } from '#store/records/drill-collections.ts';
import { welcome } from '../../auth/session-routes.ts';
import { defineRoute, type Principal, type Route } from '../../http/route.ts';
import { actor, present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import type { LiveExercise } from '../live-exercise.ts';
import { exerciseRoute, helpers, instructor } from '../route.ts';

const Access = Type.Optional(Type.Enum(['links', 'passwords', 'none'], { default: 'links' }));
const TeamOut = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  name: Type.String(),
  members: Type.Array(Type.String()),
  seats: Type.Integer(),
});

export function seatRoutes(drill: Drill): Route[] {
  const { records, auth, seats, people } = drill;
  const audited = (principal: Principal, from: string, action: string, object: string, detail = {}) =>
    auth.audit.record({ actor: actor(principal), from, action: `drill.${action}`, object, detail });
  const seatIn = async (live: LiveExercise, account: string): Promise<DrillSeat> => {
    const seat = await records.collection(drillSeats).get(account);
    return present(seat?.exercise === live.id ? seat : undefined, 'seat', account);
  };
  const newTeam = (live: LiveExercise, name: string | undefined, size: number) =>
    seats.addTeam(live.record, {
      ...(name === undefined || name === '' ? {} : { name }),
      seats: size,
      number: Math.max(0, ...[...live.teams.values()].map(one => one.team.number)) + 1,
      variant: drill.variantSeed(
        live.record,
        Math.max(0, ...[...live.teams.values()].map(one => one.team.number)) + 1,
      ),
    });
  const reload = async (live: LiveExercise, team: string) => {
    const fresh = await records.collection(drillTeams).get(team);
    if (fresh) await live.put(fresh);
    return fresh;
  };

  return [
    defineRoute({
      method: 'POST',
      path: '/api/v1/drill/enter',
      access: 'public',
      // Not with the strict rate of passwords: a link cannot be guessed, and a class comes from one address at once.
      summary: 'Sign in by the one-time link of a seat',
      tags: ['drill'],
      body: Type.Object(
        { token: Type.String({ minLength: 20, maxLength: 100 }) },
        { additionalProperties: false },
      ),
      response: Type.Object({
        exercise: Type.String(),
        team: Type.String(),
        account: Type.String(),
        csrf: Type.String(),
      }),
      async handler({ body, request, reply }) {
        const { account, seat } = await seats.enter(body.token);
        const { token } = await auth.sessions.open(account.id, request.ip);
        await auth.accounts.signedIn(account.id);
        await auth.audit.record({
          actor: account.name,
          from: request.ip,
          action: 'session.opened',
          object: `account/${account.name}`,
          detail: { by: 'exercise link' },
        });
        const { csrf } = welcome(auth, reply, account, token);
        return { exercise: seat.exercise, team: seat.team, account: account.id, csrf };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/drill/join',
      access: 'drill-play',
      rate: 'strict',
      summary: 'Take a free seat by the code of a class',
      tags: ['drill'],
      body: Type.Object(
        { code: Type.String({ minLength: 4, maxLength: 20 }) },
        { additionalProperties: false },
      ),
      response: Type.Object({ exercise: Type.String(), team: Type.String() }),
      async handler({ body, principal, request }) {
        const [found] = (
          await records
            .collection(exercises)
            .list({ where: { joinCode: body.code.trim().toUpperCase() }, limit: 1 })
        ).items;
        const exercise = present(found, 'class with the code', body.code);
        const team = await seats.join(exercise, principal.account, undefined);
        await (await drill.exercise(exercise.id)).put(team);
        await audited(principal, request.ip, 'joined', `exercise/${exercise.id}`, { team: team.id });
        return { exercise: exercise.id, team: team.id };
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/seats',
      access: 'drill-staff',
      inside: helpers,
      summary: 'Seats and who sits there; looking is logged',
      response: itemsOf(SeatView),
      handler: async ({ live, principal, request }) => {
        const names = await people.of(live.id, { name: principal.account.name, from: request.ip });
        // Team by team, in the order of their seats: neighbours stand beside each other, and nothing moves between looks.
        const order = new Map(
          [...live.teams.values()]
            .sort((a, b) => a.team.number - b.team.number)
            .flatMap(one => one.team.members)
            .map((account, index) => [account, index]),
        );
        const place = (account: string) => order.get(account) ?? order.size;
        const all = (await people.seats(live.id)).sort(
          (a, b) => place(a.id) - place(b.id) || a.created - b.created,
        );
        const accounts = await Promise.all(all.map(seat => auth.accounts.get(seat.id)));
        return {
          items: all.map((seat, index) => {
            const person = names.get(seat.id);
            return {
              account: seat.id,
              name: accounts[index]?.name ?? '',
              team: seat.team,
              teamName: live.teams.get(seat.team)?.team.name ?? '',
              ...(person ? { person } : {}),
              ...(seat.entered === undefined ? {} : { entered: seat.entered }),
              linkValid: seat.link !== '' && seat.linkExpires > drill.clock(),
            };
          }),
        };
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/seats',
      access: 'drill-run',
      inside: instructor,
      summary: 'Enrol people from a list; links and passwords are told in this answer only',
      bodyLimit: 512 * 1024,
      body: Type.Object(
        {
          csv: Type.String({ minLength: 1, maxLength: 400_000 }),
          access: Access,
          teamSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 12, default: 4 })),
        },
        { additionalProperties: false },
      ),
      response: Type.Object({
        seats: Type.Array(SeatOut),
        refused: Type.Array(Type.Object({ line: Type.Integer(), why: Type.String() })),
      }),
      status: 201,
      handler: async ({ live, body, principal, request }) => {
        const { people: listed, refused } = readPeople(body.csv);
        const out: SeatOut[] = [];
        for (const group of shareOut(listed, body.teamSize ?? 4)) {
          const known = [...live.teams.values()].find(
            one => group.team !== '' && one.team.name === group.team,
          );
          const size = Math.max(body.teamSize ?? 4, group.people.length);
          const access = body.access ?? 'links';
          const team = known?.team ?? (await newTeam(live, group.team, Math.min(50, size)));
          await live.put(team);
          for (const person of group.people) out.push(await seats.add(live.record, team, access, person));
          // As when an exercise is made: the other seats of a new team wait with a card, or for the code of the class.
          if (!known && access !== 'none')
            for (let seat = group.people.length; seat < size; seat++)
              out.push(await seats.add(live.record, team, access));
          await reload(live, team.id);
        }
        await audited(principal, request.ip, 'people-enrolled', `exercise/${live.id}`, {
          people: out.filter(one => one.person !== undefined).length,
        });
        return { seats: out, refused };
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/seats/:account/link',
      access: 'drill-staff',
      inside: helpers,
      summary: 'A new one-time link for a seat; the old one no longer works',
      params: { account: Type.String({ maxLength: 64 }) },
      response: Type.Object({ link: Type.String() }),
      handler: async ({ live, params, principal, request }) => {
        const seat = await seatIn(live, params.account);
        if (seat.joined)
          throw new HinomiError('DRILL_LINK', 'this account signs in by itself', {
            remedy: 'It needs no link.',
            status: 409,
          });
        await audited(principal, request.ip, 'link-made', `account/${seat.id}`);
        return { link: await seats.link(seat) };
      },
    }),
    exerciseRoute(drill, {
      method: 'DELETE',
      path: '/seats/:account',
      access: 'drill-run',
      inside: instructor,
      summary: 'Take a person out: name, mail and account are removed, what the team did stays',
      params: { account: Type.String({ maxLength: 64 }) },
      handler: async ({ live, params, principal, request }) => {
        const seat = await seatIn(live, params.account);
        const tests = (await drill.sittings.all(live.id)).filter(one => one.person === seat.id);
        await drill.skills.forget(seat.id, [live.id, ...tests.map(one => one.id)]);
        await drill.sittings.forget(live.id, seat.id);
        await seats.remove(seat);
        await reload(live, seat.team);
        await audited(principal, request.ip, 'person-removed', `account/${seat.id}`);
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/teams',
      access: 'drill-run',
      inside: instructor,
      summary: 'Add a team with empty seats',
      body: Type.Object(
        {
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
          seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 12, default: 4 })),
          access: Access,
        },
        { additionalProperties: false },
      ),
      response: Type.Object({ team: TeamOut, seats: Type.Array(SeatOut) }),
      status: 201,
      handler: async ({ live, body }) => {
        const size = body.seats ?? 4;
        const made = await newTeam(live, body.name, size);
        const out: SeatOut[] = [];
        if (body.access !== 'none')
          for (let i = 0; i < size; i++) out.push(await seats.add(live.record, made, body.access ?? 'links'));
        await live.put(made);
        return { team: (await reload(live, made.id)) ?? made, seats: out };
      },
    }),
    exerciseRoute(drill, {
      method: 'PATCH',
      path: '/teams/:team',
      access: 'drill-run',
      inside: instructor,
      summary: 'Rename a team or change its number of seats',
      params: { team: Type.String({ maxLength: 64 }) },
      body: Type.Object(
        {
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
          seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
        },
        { additionalProperties: false },
      ),
      response: TeamOut,
      handler: async ({ live, params, body }) => {
        present(live.teams.get(params.team), 'team', params.team);
        const team = await records.collection(drillTeams).update(params.team, one => ({ ...one, ...body }));
        await live.put(team);
        return team;
      },
    }),
  ];
}
