// The first administrator: whoever can read one file on the server may make one account, once, within a day.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { HinomiError } from '#model/errors.ts';
import type { Account } from '#model/record/account.ts';
import { type Clock, day } from '#model/time.ts';
import { accounts as accountRecords, settings } from '#store/records/collections.ts';
import type { RecordScope, Records } from '#store/records/records.ts';
import type { Accounts } from './accounts.ts';
import { newToken, sameText, tokenHash } from './secrets.ts';

const settingId = 'setup';
const validFor = day;

interface Pending {
  hash: string;
  expires: number;
}

export interface Setup {
  /** Whether there is no account yet. */
  needed(): Promise<boolean>;
  /** The token for the first administrator, made and written (0600) when needed; `undefined` when set up. */
  prepare(file: string): Promise<string | undefined>;
  /** @throws HinomiError `SETUP_DONE`, `SETUP_TOKEN_WRONG`, and what creating an account throws. */
  finish(
    token: string,
    admin: { name: string; displayName: string; password: string; language: 'ja' | 'en' },
  ): Promise<Account>;
}

/** The making of the first administrator, once. */
export function openSetup(records: Records, accounts: Accounts, clock: Clock): Setup {
  const pending = async (scope: RecordScope): Promise<Pending | undefined> => {
    const found = (await scope.collection(settings).get(settingId))?.value as Pending | undefined;
    return found && found.expires > clock() ? found : undefined;
  };
  const needed = async (): Promise<boolean> => (await records.collection(accountRecords).count()) === 0;
  return {
    needed,
    async prepare(file) {
      if (!(await needed())) {
        rmSync(file, { force: true });
        return undefined;
      }
      const written = readToken(file);
      const known = await pending(records);
      if (written && known && sameText(tokenHash(written), known.hash)) return written;
      const token = newToken();
      const now = clock();
      const value: Pending = { hash: tokenHash(token), expires: now + validFor };
      await records.collection(settings).put({ id: settingId, value, updated: now });
      writeFileSync(`${file}.new`, `${token}\n`, { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
      return token;
    },
    finish: (token, admin) =>
      records.transaction(async scope => {
        await scope.sequence('accounts');
        if ((await scope.collection(accountRecords).count()) > 0)
          throw new HinomiError('SETUP_DONE', 'the first administrator exists already', {
            remedy: 'Sign in, or ask an administrator for an account.',
            status: 409,
          });
        const known = await pending(scope);
        if (!known || !sameText(tokenHash(token), known.hash))
          throw new HinomiError('SETUP_TOKEN_WRONG', 'the set-up link is not valid or has expired', {
            remedy: 'Restart the server and open the link that it prints.',
            status: 403,
          });
        const account = await accounts.create({ ...admin, roles: ['admin'] }, scope);
        await scope.collection(settings).remove(settingId);
        return account;
      }),
  };
}

/** The link to print for the first administrator. Queries are never logged, and the token works once. */
export const setupLink = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/setup?token=${encodeURIComponent(token)}`;

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
