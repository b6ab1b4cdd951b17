// Who sits where. Names and mail addresses are sealed at rest; every look at them is written to the audit log.
import type { Person } from '#model/drill/api.ts';
import type { DrillSeat } from '#model/drill/exercise.ts';
import { type Clock, hour } from '#model/time.ts';
import { drillSeats } from '#store/records/drill-collections.ts';
import { everyRecord, type Records } from '#store/records/records.ts';
import type { Sealer } from '#store/records/seal.ts';
import type { Audit } from '../audit/audit.ts';

export interface Reader {
  name: string;
  from: string;
}

export interface People {
  seal(account: string, person: Person): string;
  /** People of an exercise by account, for somebody who may see them; `team` narrows. Logged once an hour and reader. */
  of(exercise: string, reader: Reader, team?: string): Promise<Map<string, Person>>;
  seats(exercise: string): Promise<DrillSeat[]>;
}

const context = (account: string): string => `drillSeats/${account}/person`;

export function openPeople(records: Records, sealer: Sealer, audit: Audit, clock: Clock): People {
  const looked = new Map<string, number>();
  const log = async (exercise: string, { name, from }: Reader, scope: string) => {
    const key = `${exercise} ${name} ${scope}`;
    const now = clock();
    if ((looked.get(key) ?? Number.NEGATIVE_INFINITY) > now - hour) return;
    await audit.record({
      actor: name,
      from,
      action: 'drill.people-read',
      object: `exercise/${exercise}`,
      detail: { of: scope },
    });
    looked.set(key, now);
    for (const [old, at] of looked) if (at <= now - hour) looked.delete(old);
  };
  const seats = async (exercise: string): Promise<DrillSeat[]> => {
    const all: DrillSeat[] = [];
    const collection = records.collection(drillSeats);
    for await (const seat of everyRecord(collection, { where: { exercise }, order: 'created' }))
      all.push(seat);
    return all;
  };
  return {
    seats,
    seal: (account, person) => sealer.seal(JSON.stringify(person), context(account)),
    async of(exercise, reader, team) {
      const all = (await seats(exercise)).filter(
        seat => seat.person !== '' && (team === undefined || seat.team === team),
      );
      if (all.length > 0) await log(exercise, reader, team ?? 'all');
      return new Map(
        all.map(seat => [seat.id, JSON.parse(sealer.open(seat.person, context(seat.id))) as Person]),
      );
    },
  };
}
