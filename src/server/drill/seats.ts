// Bulk enrolment: accounts whose names say nothing, one-time links or passwords for them, and taking people out again.
import { randomInt } from 'node:crypto';
import type { Enrolled } from '#drill/exercise/people.ts';
import type { SeatOut } from '#model/drill/api.ts';
import type { DrillSeat, DrillTeam, Exercise } from '#model/drill/exercise.ts';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Account } from '#model/record/account.ts';
import { type Clock, day } from '#model/time.ts';
import { drillSeats, drillTeams } from '#store/records/drill-collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Accounts } from '../auth/accounts.ts';
import { newToken, tokenHash } from '../auth/secrets.ts';
import type { People } from './people.ts';

export type SeatAccess = 'links' | 'passwords' | 'none';

export interface Seats {
  addTeam(
    exercise: Exercise,
    given: { name?: string; seats: number; number: number; variant: number },
  ): Promise<DrillTeam>;
  /** Makes a seat with its account. The link's token and the password are told here only. */
  add(
    exercise: Exercise,
    team: DrillTeam,
    access: SeatAccess,
    person?: Omit<Enrolled, 'team'>,
  ): Promise<SeatOut>;
  /** Gives an account that was there before a place. @throws HinomiError `DRILL_TEAM_FULL`. */
  join(exercise: Exercise, account: Account, wanted: string | undefined): Promise<DrillTeam>;
  /** A new one-time link; the old one no longer works. @throws HinomiError `RECORD_NOT_FOUND`. */
  link(seat: DrillSeat): Promise<string>;
  /** Uses a link up. @throws HinomiError `DRILL_LINK`. */
  enter(token: string): Promise<{ account: Account; seat: DrillSeat }>;
  /** Takes a person's data and account away; what they did stays, as nobody's. */
  remove(seat: DrillSeat): Promise<void>;
}

export interface SeatParts {
  records: Records;
  accounts: Accounts;
  people: People;
  clock: Clock;
  publicUrl: string;
}

const linkLasts = 30 * day;
/** Without letters and digits that are mistaken for each other on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
export const code = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

export function openSeats({ records, accounts, people, clock, publicUrl }: SeatParts): Seats {
  const seats = records.collection(drillSeats);
  const teams = records.collection(drillTeams);
  const urlOf = (token: string) => `${publicUrl}/drill/enter#${token}`;

  return {
    async addTeam(exercise, given) {
      const team: DrillTeam = {
        id: uuidv7(clock()),
        exercise: exercise.id,
        number: given.number,
        name: given.name ?? `Team ${given.number}`,
        members: [],
        seats: given.seats,
        variant: given.variant,
        created: clock(),
      };
      await teams.put(team);
      return team;
    },

    async add(exercise, team, access, person) {
      const password = access === 'passwords' ? [4, 4, 4, 4].map(code).join('-') : undefined;
      const account = await accounts.create({
        name: `${exercise.joinCode.toLowerCase()}-${team.number}-${code(4)}`,
        displayName: '',
        roles: ['trainee'],
        language: exercise.language,
        ...(password === undefined ? {} : { password }),
      });
      const token = access === 'links' ? newToken() : undefined;
      const now = clock();
      await records.transaction(async scope => {
        await scope.collection(drillSeats).put({
          id: account.id,
          exercise: exercise.id,
          team: team.id,
          person: person
            ? people.seal(account.id, {
                name: person.name,
                mail: person.mail,
                organisation: person.organisation,
              })
            : '',
          joined: false,
          link: token === undefined ? '' : tokenHash(token),
          linkExpires: now + linkLasts,
          created: now,
        });
        await scope.collection(drillTeams).update(team.id, one => ({
          ...one,
          members: [...one.members, account.id],
          seats: Math.max(one.seats, one.members.length + 1),
        }));
      });
      return {
        team: team.id,
        teamName: team.name,
        account: account.id,
        name: account.name,
        ...(token === undefined ? {} : { link: urlOf(token) }),
        ...(password === undefined ? {} : { password }),
        ...(person ? { person: person.name } : {}),
      };
    },

    join: (exercise, account, wanted) =>
      records.transaction(async scope => {
        const collection = scope.collection(drillTeams);
        const { items } = await collection.list({
          where: { exercise: exercise.id },
          order: 'number',
          limit: 10_000,
        });
        const mine = items.find(team => team.members.includes(account.id));
        if (mine) return mine;
        const [free] = items
          .filter(team => team.members.length < team.seats && (wanted === undefined || team.id === wanted))
          .sort((a, b) => a.members.length - b.members.length);
        if (!free)
          throw new HinomiError('DRILL_TEAM_FULL', 'there is no free seat', {
            remedy: 'Ask the instructor for another team or more seats.',
            status: 409,
          });
        const joined = { ...free, members: [...free.members, account.id] };
        await collection.put(joined);
        await scope.collection(drillSeats).put({
          id: account.id,
          exercise: exercise.id,
          team: free.id,
          person: '',
          joined: true,
          entered: clock(),
          link: '',
          linkExpires: 0,
          created: clock(),
        });
        return joined;
      }),

    async link(seat) {
      const token = newToken();
      await seats.update(seat.id, one => ({
        ...one,
        link: tokenHash(token),
        linkExpires: clock() + linkLasts,
      }));
      return urlOf(token);
    },

    enter: token =>
      records.transaction(async scope => {
        const link = tokenHash(token);
        const [found] = (await scope.collection(drillSeats).list({ where: { link }, limit: 1 })).items;
        const account = found && (await accounts.get(found.id));
        if (!found || !account || account.disabled || found.linkExpires <= clock())
          throw new HinomiError('DRILL_LINK', 'the link is not valid, was used or has expired', {
            remedy: 'Ask the instructor for a new one.',
            status: 403,
          });
        const seat = await scope
          .collection(drillSeats)
          .update(found.id, one => ({ ...one, link: '', entered: one.entered ?? clock() }));
        return { account, seat };
      }),

    async remove(seat) {
      await records.transaction(async scope => {
        await scope.collection(drillSeats).remove(seat.id);
        const team = await scope.collection(drillTeams).get(seat.team);
        if (team)
          await scope
            .collection(drillTeams)
            .put({ ...team, members: team.members.filter(one => one !== seat.id) });
      });
      if (seat.joined) return;
      await accounts.remove(seat.id).catch(error => {
        if (!(error instanceof HinomiError) || error.code !== 'RECORD_NOT_FOUND') throw error;
      });
    },
  };
}
