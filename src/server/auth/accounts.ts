// Accounts and their passwords. The last administrator cannot be taken away.
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Account } from '#model/record/account.ts';
import type { Clock } from '#model/time.ts';
import type { Role } from '#model/vocab/role.ts';
import { credentials, sessions } from '#store/records/access-collections.ts';
import { accounts, apiTokens } from '#store/records/collections.ts';
import { everyRecord, type RecordScope, type Records } from '#store/records/records.ts';
import { type Cost, defaultCost, hashPassword } from './password.ts';
import { assertPassword } from './password-rules.ts';

export interface NewAccount {
  name: string;
  displayName: string;
  roles: Role[];
  language: 'ja' | 'en';
  /** Absent: signs in by OIDC only. */
  password?: string;
  oidc?: { issuer: string; subject: string };
}

export type AccountChange = Partial<Pick<Account, 'displayName' | 'roles' | 'language' | 'disabled'>>;

export interface Accounts {
  /** @throws HinomiError `ACCOUNT_EXISTS`, `PASSWORD_WEAK`, `RECORD_INVALID`. `scope` joins a transaction. */
  create(account: NewAccount, scope?: RecordScope): Promise<Account>;
  get(id: string): Promise<Account | undefined>;
  byName(name: string): Promise<Account | undefined>;
  byOidc(issuer: string, subject: string): Promise<Account | undefined>;
  list(): Promise<Account[]>;
  /** Ends the account's sessions when it is disabled or loses roles. @throws HinomiError `LAST_ADMIN`. */
  change(id: string, change: AccountChange): Promise<Account>;
  /**
   * Roles as the identity provider has them now. Whoever lost a group loses the role, even the last administrator:
   * the command line can always make another.
   */
  setRolesFromOutside(id: string, roles: Role[]): Promise<Account>;
  /** Ends all sessions but `keepSession`. @throws HinomiError `PASSWORD_WEAK`. */
  setPassword(id: string, password: string, keepSession?: string): Promise<void>;
  signedIn(id: string): Promise<void>;
  /** With credentials, sessions and API tokens. @throws HinomiError `LAST_ADMIN`. */
  remove(id: string): Promise<Account>;
}

/** Accounts over the records; `cost` is that of the password hash. */
export function openAccounts(records: Records, clock: Clock, cost: Cost = defaultCost): Accounts {
  /** All changes to who may enter pass here one by one, so that checks over all accounts hold. */
  const alone = <R>(work: (scope: RecordScope) => Promise<R>): Promise<R> =>
    records.transaction(async scope => {
      await scope.sequence('accounts');
      return work(scope);
    });

  const find = async (scope: RecordScope, where: { name?: string; oidc?: string }) =>
    (await scope.collection(accounts).list({ where, limit: 1 })).items[0];

  const apply = async (scope: RecordScope, id: string, change: AccountChange) => {
    let before: Account | undefined;
    const after = await scope.collection(accounts).update(id, account => {
      before = account;
      return { ...account, ...change, updated: clock() };
    });
    const lost = before!.roles.some(role => !after.roles.includes(role));
    if (after.disabled || lost) await endSessions(scope, id);
    return { before: before!, after };
  };

  return {
    async create(given, scope) {
      if (given.password !== undefined) assertPassword(given.password, given.name);
      // Before the transaction: it takes a tenth of a second, and the write lock is held meanwhile.
      const password = given.password === undefined ? '' : await hashPassword(given.password, cost);
      const insert = async (within: RecordScope): Promise<Account> => {
        if (await find(within, { name: given.name.toLowerCase() }))
          throw new HinomiError('ACCOUNT_EXISTS', `there is an account ${given.name} already`, {
            place: { field: 'body/name' },
            remedy: 'Choose another name.',
            status: 409,
          });
        const now = clock();
        const account: Account = {
          id: uuidv7(now),
          name: given.name,
          displayName: given.displayName,
          roles: given.roles,
          language: given.language,
          disabled: false,
          totp: false,
          ...(given.oidc ? { oidc: given.oidc } : {}),
          created: now,
          updated: now,
        };
        await within.collection(accounts).put(account);
        await within
          .collection(credentials)
          .put({ id: account.id, password, passwordChanged: now, recovery: [] });
        return account;
      };
      return scope ? insert(scope) : alone(insert);
    },
    get: id => records.collection(accounts).get(id),
    byName: name => find(records, { name: name.toLowerCase() }),
    byOidc: (issuer, subject) => find(records, { oidc: `${issuer} ${subject}` }),
    async list() {
      const all: Account[] = [];
      for await (const account of everyRecord(records.collection(accounts), { order: 'name' }))
        all.push(account);
      return all;
    },
    change: (id, change) =>
      alone(async scope => {
        const { before, after } = await apply(scope, id, change);
        await assertAdminLeft(scope, before);
        return after;
      }),
    setRolesFromOutside: (id, roles) => alone(async scope => (await apply(scope, id, { roles })).after),
    async setPassword(id, password, keepSession) {
      const account = await records.collection(accounts).get(id);
      assertPassword(password, account?.name ?? '');
      const hash = await hashPassword(password, cost);
      await alone(async scope => {
        await scope
          .collection(credentials)
          .update(id, credential => ({ ...credential, password: hash, passwordChanged: clock() }));
        await endSessions(scope, id, keepSession);
      });
    },
    async signedIn(id) {
      await records.collection(accounts).update(id, account => ({ ...account, lastLogin: clock() }));
    },
    remove: id =>
      alone(async scope => {
        const account = await scope.collection(accounts).get(id);
        if (!account) throw new HinomiError('RECORD_NOT_FOUND', `no account ${id}`, { status: 404 });
        await scope.collection(accounts).remove(id);
        await assertAdminLeft(scope, account);
        await scope.collection(credentials).remove(id);
        await endSessions(scope, id);
        for (const token of (
          await scope.collection(apiTokens).list({ where: { account: id }, limit: 10_000 })
        ).items)
          await scope.collection(apiTokens).remove(token.id);
        return account;
      }),
  };
}

async function endSessions(scope: RecordScope, account: string, except?: string): Promise<void> {
  const { items } = await scope.collection(sessions).list({ where: { account }, limit: 10_000 });
  for (const { id } of items) if (id !== except) await scope.collection(sessions).remove(id);
}

/** After an account was changed or removed: when it was an administrator, another must be left. */
async function assertAdminLeft(scope: RecordScope, before: Account): Promise<void> {
  if (!before.roles.includes('admin') || before.disabled) return;
  for await (const account of everyRecord(scope.collection(accounts)))
    if (account.roles.includes('admin') && !account.disabled) return;
  throw new HinomiError('LAST_ADMIN', 'nobody could administer the platform any more', {
    remedy: 'Make another account an administrator first.',
    status: 409,
  });
}
