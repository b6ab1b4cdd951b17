// Slows guessing down: failures are counted by account name and by client address, and each costs a longer wait.
import { HinomiError } from '#model/errors.ts';
import { type Clock, hour, minute, second } from '#model/time.ts';
import { type Throttle, throttles } from '#store/records/access-collections.ts';
import type { Collection } from '#store/records/port.ts';
import type { Records } from '#store/records/records.ts';

/** Failures that cost nothing, and the longest wait, ms. A name is never locked for longer than this. */
const longestWait = 15 * minute;
const freeByName = 5;
const freeByAddress = 20;
/** Without failures for so long, all is forgotten. */
const forgetAfter = hour;

const waitAfter = (failures: number, free: number): number =>
  failures < free ? 0 : Math.min(longestWait, second * 2 ** Math.min(20, failures - free + 1));

export interface Throttling {
  /**
   * Counts an attempt before it is judged, so that many at once are not all judged as the first.
   * @throws HinomiError `SIGN_IN_LOCKED` (429) with the seconds to wait.
   */
  attempt(name: string, address: string): Promise<void>;
  /** The attempt was right: forgets the name's failures and this one of the address. */
  succeeded(name: string, address: string): Promise<void>;
  /** The attempt was neither right nor wrong (a second factor is missing): takes back this one only. */
  undecided(name: string, address: string): Promise<void>;
}

/** Growing pauses after failed sign-ins, kept over restarts. */
export function openThrottling(records: Records, clock: Clock): Throttling {
  const idsOf = (name: string, address: string): [[string, number], [string, number]] => [
    [`account:${name.toLowerCase().replaceAll(/\p{Cc}|\p{Cs}/gu, '?')}`, freeByName],
    [`address:${address}`, freeByAddress],
  ];
  return {
    attempt: (name, address) =>
      // One at a time: two attempts that read the same count must not both pass.
      settle(records, async collection => {
        const now = clock();
        for (const [id, free] of idsOf(name, address)) {
          const found = await collection.get(id);
          if (found && found.until > now)
            throw new HinomiError('SIGN_IN_LOCKED', 'too many failed attempts', {
              remedy: `Wait ${Math.ceil((found.until - now) / second)} seconds, then try again.`,
              status: 429,
            });
          const failures = found && found.updated > now - forgetAfter ? found.failures + 1 : 1;
          await collection.put({ id, failures, until: now + waitAfter(failures, free), updated: now });
        }
      }),
    succeeded: (name, address) =>
      settle(records, async collection => {
        const [[nameId], [addressId]] = idsOf(name, address);
        await collection.remove(nameId);
        await takeBack(collection, addressId);
      }),
    undecided: (name, address) =>
      settle(records, async collection => {
        for (const [id] of idsOf(name, address)) await takeBack(collection, id);
      }),
  };
}

type Throttles = Collection<Throttle, 'updated'>;

const settle = (records: Records, work: (collection: Throttles) => Promise<void>): Promise<void> =>
  records.transaction(async transaction => {
    await transaction.sequence('throttle');
    await work(transaction.collection(throttles));
  });

async function takeBack(collection: Throttles, id: string): Promise<void> {
  const found = await collection.get(id);
  if (found) await collection.put({ ...found, failures: Math.max(0, found.failures - 1), until: 0 });
}
