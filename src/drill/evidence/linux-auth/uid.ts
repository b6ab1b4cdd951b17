// Numbers of accounts on the Linux servers; the same in auth.log and audit.log.
import { hashKeys } from '../../world/random.ts';

const system: Record<string, number> = { root: 0, 'www-data': 33, postgres: 105 };

/** Person's accounts begin at 1000, as activity has them. */
export const uidOf = (account: string): number => system[account] ?? 1000 + (hashKeys(account) % 200);
