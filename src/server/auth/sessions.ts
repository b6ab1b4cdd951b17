// Signed-in browsers: a random token in a cookie, its hash and its limits in the store.
import type { Account } from '#model/record/account.ts';
import { type Clock, day, hour, minute } from '#model/time.ts';
import { type Session, sessions } from '#store/records/access-collections.ts';
import { accounts } from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface SessionLimits {
  /** Without a call for so long, ms. */
  idle: number;
  /** After sign-in, ms. */
  absolute: number;
}
const defaultSessionLimits: SessionLimits = { idle: 8 * hour, absolute: 7 * day };
/** Activity is written down at most so often, ms. */
const touchEvery = minute;

export interface Sessions {
  /** Opens a session; the token is told once, here. */
  open(account: string, from: string): Promise<{ token: string; session: Session }>;
  /** The live session of a token with its enabled account. `touch`: counts as activity. */
  find(token: string, touch: boolean): Promise<{ session: Session; account: Account } | undefined>;
  end(id: string): Promise<void>;
  readonly limits: SessionLimits;
}

/** Sessions over the records; only hashes are kept. */
export function openSessions(records: Records, clock: Clock, limits = defaultSessionLimits): Sessions {
  const collection = records.collection(sessions);
  return {
    limits,
    async open(account, from) {
      const token = newToken();
      const now = clock();
      const session = {
        id: tokenHash(token),
        account,
        created: now,
        lastSeen: now,
        expires: now + limits.absolute,
        from,
      };
      await collection.put(session);
      return { token, session };
    },
    async find(token, touch) {
      const session = await collection.get(tokenHash(token));
      const now = clock();
      if (!session || now >= session.expires || now >= session.lastSeen + limits.idle) return undefined;
      const account = await records.collection(accounts).get(session.account);
      if (!account || account.disabled) return undefined;
      if (touch && now > session.lastSeen + Math.min(touchEvery, limits.idle / 4))
        // Ended meanwhile? Then it must stay ended.
        await collection.update(session.id, found => ({ ...found, lastSeen: now })).catch(() => undefined);
      return { session, account };
    },
    async end(id) {
      await collection.remove(id);
    },
  };
}
