// Skill tests as the store keeps them: what a person answered is sealed, answers are durable as they come.
import { itemBank } from '#drill/skills/bank.ts';
import { formFor, newSitting, type TestPurpose, withAnswer } from '#drill/skills/sitting.ts';
import type { ItemAnswer, SealedSitting, Sitting } from '#model/drill/sitting.ts';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import { testSittings } from '#store/records/drill-collections.ts';
import { everyRecord, type Records } from '#store/records/records.ts';
import { removeWhere } from '#store/records/retention.ts';
import type { Sealer } from '#store/records/seal.ts';

/** Who sits, and where. */
export interface Sitter {
  exercise: string;
  person: string;
  /** Place in the team: neighbours get different forms. */
  seat: number;
  language: 'ja' | 'en';
  organisation: string;
}

export interface Sittings {
  of(exercise: string, person: string, purpose: TestPurpose): Promise<Sitting | undefined>;
  /** Sittings of an exercise, or of all. */
  all(exercise?: string): Promise<Sitting[]>;
  /** The person's sitting, made when there is none. */
  start(sitter: Sitter, purpose: TestPurpose): Promise<Sitting>;
  /** @throws HinomiError `DRILL_TEST_CLOSED` after it was handed in. */
  answer(
    exercise: string,
    person: string,
    purpose: TestPurpose,
    given: { item: string; answer: ItemAnswer; seconds: number },
  ): Promise<Sitting>;
  submit(exercise: string, person: string, purpose: TestPurpose): Promise<Sitting>;
  /**
   * Brings the tests of a purpose in line with its phase. Over since a time of day: what is not handed in closes as it
   * is. On (`undefined`): what its phase had closed is open again. Told again, it changes nothing.
   */
  settle(exercise: string, purpose: TestPurpose, over: number | undefined): Promise<void>;
  /** Exercises with tests that are neither handed in nor closed. */
  unfinished(): Promise<Set<string>>;
  /** A person leaves: their answers stay for the statistics of items, as nobody's. */
  forget(exercise: string, person: string): Promise<void>;
  removeAll(exercise: string): Promise<void>;
}

const idOf = (exercise: string, person: string, purpose: string): string =>
  `${exercise}:${purpose}:${person}`;

export const testClosed = (why: string): HinomiError =>
  new HinomiError('DRILL_TEST_CLOSED', why, {
    remedy: 'Wait for the instructor, or for the results in the critique.',
    status: 409,
  });

export function openSittings(records: Records, sealer: Sealer, clock: Clock): Sittings {
  const collection = records.collection(testSittings);
  const context = (id: string) => `testSittings/${id}/sealed`;
  const seal = (id: string, sitting: Sitting): SealedSitting => ({
    id,
    exercise: sitting.exercise,
    person: sitting.person,
    purpose: sitting.purpose,
    started: sitting.started,
    ...(sitting.finished === undefined ? {} : { finished: sitting.finished }),
    ...(sitting.closed ? { closed: true as const } : {}),
    sealed: sealer.seal(JSON.stringify(sitting), context(id)),
  });
  const open = (kept: SealedSitting): Sitting =>
    JSON.parse(sealer.open(kept.sealed, context(kept.id))) as Sitting;
  /** Changes a sitting that is not handed in. */
  const change = async (id: string, how: (sitting: Sitting) => Sitting): Promise<Sitting> => {
    const kept = await collection.update(id, one => {
      const sitting = open(one);
      if (sitting.finished !== undefined) throw testClosed('the test is handed in');
      return seal(id, how(sitting));
    });
    return open(kept);
  };

  return {
    async of(exercise, person, purpose) {
      const kept = await collection.get(idOf(exercise, person, purpose));
      return kept && open(kept);
    },

    async all(exercise) {
      const found: Sitting[] = [];
      const where = exercise === undefined ? {} : { exercise };
      for await (const kept of everyRecord(collection, { where, order: 'started' })) found.push(open(kept));
      return found;
    },

    start: (sitter, purpose) =>
      records.transaction(async scope => {
        const own = scope.collection(testSittings);
        const id = idOf(sitter.exercise, sitter.person, purpose);
        const known = await own.get(id);
        if (known) return open(known);
        const before =
          purpose === 'after' ? await own.get(idOf(sitter.exercise, sitter.person, 'before')) : undefined;
        const { seat, ...who } = sitter;
        const sitting = newSitting(
          {
            ...who,
            id: uuidv7(clock()),
            form: formFor(seat, before && open(before).form),
            purpose,
            started: clock(),
          },
          itemBank(),
        );
        await own.put(seal(id, sitting));
        return sitting;
      }),

    answer: (exercise, person, purpose, { item, answer, seconds }) =>
      change(idOf(exercise, person, purpose), sitting =>
        withAnswer(sitting, itemBank(), item, answer, { at: clock(), seconds }),
      ),

    submit: (exercise, person, purpose) =>
      change(idOf(exercise, person, purpose), sitting => ({ ...sitting, finished: clock() })),

    async settle(exercise, purpose, over) {
      const where = over === undefined ? { exercise } : { exercise, finished: 0 };
      const found: string[] = [];
      for await (const one of everyRecord(collection, { where, order: 'started' }))
        if (one.purpose === purpose && (over !== undefined || one.closed)) found.push(one.id);
      for (const id of found)
        await collection.update(id, kept => {
          const { finished, closed, ...sitting } = open(kept);
          // Handed in since, or settled by another server.
          if ((over === undefined) !== (closed === true) || (over !== undefined && finished !== undefined))
            return kept;
          return seal(id, {
            ...sitting,
            ...(over === undefined ? {} : { finished: Math.max(over, sitting.started), closed: true }),
          });
        });
    },

    async unfinished() {
      const found = new Set<string>();
      for await (const { exercise } of everyRecord(collection, { where: { finished: 0 }, order: 'started' }))
        found.add(exercise);
      return found;
    },

    async forget(exercise, person) {
      for (const purpose of ['before', 'after']) {
        const id = idOf(exercise, person, purpose);
        const kept = await collection.get(id);
        if (!kept) continue;
        const nobody = { ...open(kept), person: '', organisation: '' };
        await records.transaction(async scope => {
          await scope.collection(testSittings).remove(id);
          await scope.collection(testSittings).put(seal(`${exercise}:${purpose}:-${nobody.id}`, nobody));
        });
      }
    },

    removeAll: exercise => removeWhere(records, testSittings, { exercise }).then(() => {}),
  };
}
