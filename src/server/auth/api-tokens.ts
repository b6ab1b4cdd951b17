// API tokens: an account's rights for a program, narrowed and for a limited time.
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Account, ApiToken } from '#model/record/account.ts';
import { type Clock, day, minute } from '#model/time.ts';
import type { Role } from '#model/vocab/role.ts';
import { type ApiTokenRecord, accounts, apiTokens } from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { newToken, tokenHash } from './secrets.ts';

const prefix = 'hinomi_';
const mostTokens = 100;
const touchEvery = minute;

export interface ApiTokens {
  /** Tells the token once. @throws HinomiError `TOKEN_TOO_WIDE` for a role the account does not have. */
  create(
    account: Account,
    name: string,
    roles: Role[],
    days: number,
  ): Promise<{ token: string; record: ApiToken }>;
  /** The living token with its enabled account, and the roles both have. */
  find(token: string): Promise<{ record: ApiToken; account: Account; roles: Role[] } | undefined>;
  list(account: string): Promise<ApiToken[]>;
  /** Whether the account had such a token. */
  remove(account: string, id: string): Promise<boolean>;
}

/** API tokens over the records; only hashes are kept. */
export function openApiTokens(records: Records, clock: Clock): ApiTokens {
  const collection = records.collection(apiTokens);
  const list = async (account: string) =>
    (await collection.list({ where: { account }, order: '-expires', limit: mostTokens })).items.map(
      withoutHash,
    );
  return {
    list,
    async create(account, name, roles, days) {
      const wide = roles.find(role => !account.roles.includes(role));
      if (wide)
        throw new HinomiError('TOKEN_TOO_WIDE', `the account itself does not have the role ${wide}`, {
          place: { field: 'body/roles' },
          remedy: 'Leave the role out.',
          status: 400,
        });
      if ((await collection.count({ account: account.id })) >= mostTokens)
        throw new HinomiError('TOO_MANY_TOKENS', `an account has at most ${mostTokens} tokens`, {
          remedy: 'Remove one that is no longer used.',
          status: 409,
        });
      const token = newToken(prefix);
      const now = clock();
      const record = {
        id: uuidv7(now),
        account: account.id,
        name,
        roles,
        created: now,
        expires: now + days * day,
      };
      await collection.put({ ...record, tokenHash: tokenHash(token) });
      return { token, record };
    },
    async find(token) {
      if (!token.startsWith(prefix) || token.length > 100) return undefined;
      const record = (await collection.list({ where: { tokenHash: tokenHash(token) }, limit: 1 })).items[0];
      const now = clock();
      if (!record || now >= record.expires) return undefined;
      const account = await records.collection(accounts).get(record.account);
      if (!account || account.disabled) return undefined;
      if (now > (record.lastUsed ?? 0) + touchEvery)
        await collection.update(record.id, found => ({ ...found, lastUsed: now })).catch(() => undefined);
      return { record, account, roles: record.roles.filter(role => account.roles.includes(role)) };
    },
    async remove(account, id) {
      const record = await collection.get(id);
      return record?.account === account && (await collection.remove(id));
    },
  };
}

const withoutHash = ({ tokenHash: _, ...record }: ApiTokenRecord): ApiToken => record;
