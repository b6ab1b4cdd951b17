// Accounts from the command line (`hinomi user …`): the same rules and audit log, without a server.
import { HinomiError } from '#model/errors.ts';
import type { Account } from '#model/record/account.ts';
import type { Clock } from '#model/time.ts';
import type { Role } from '#model/vocab/role.ts';
import type { Records } from '#store/records/records.ts';
import { openAudit } from '../audit/audit.ts';
import { type NewAccount, openAccounts } from './accounts.ts';

export interface UserAdministration {
  /** @throws HinomiError `ACCOUNT_EXISTS`, `PASSWORD_WEAK`, `RECORD_INVALID`. */
  create(account: NewAccount): Promise<Account>;
  /** Also ends the account's sessions. @throws HinomiError `ACCOUNT_UNKNOWN`, `PASSWORD_WEAK`. */
  resetPassword(name: string, password: string): Promise<void>;
  /** @throws HinomiError `ACCOUNT_UNKNOWN`, `LAST_ADMIN`. */
  disable(name: string): Promise<Account>;
  enable(name: string): Promise<Account>;
  /** @throws HinomiError `ACCOUNT_UNKNOWN`, `LAST_ADMIN`. */
  setRoles(name: string, roles: Role[]): Promise<Account>;
  list(): Promise<Account[]>;
}

/** `operator` is the system user at the keyboard; it goes into the audit log as `cli:<operator>`. */
export function userAdministration(records: Records, clock: Clock, operator: string): UserAdministration {
  const accounts = openAccounts(records, clock);
  const audit = openAudit(records.auditLog, clock);
  const find = async (name: string): Promise<Account> => {
    const account = await accounts.byName(name);
    if (account) return account;
    throw new HinomiError('ACCOUNT_UNKNOWN', `there is no account ${name}`, {
      remedy: 'hinomi user list shows all.',
      status: 404,
    });
  };
  const log = (action: string, { name }: Account, detail: Record<string, string> = {}) =>
    audit.record({ actor: `cli:${operator}`, from: '', action, object: `account/${name}`, detail });
  const setDisabled = async (name: string, disabled: boolean): Promise<Account> => {
    const account = await accounts.change((await find(name)).id, { disabled });
    await log('account.changed', account, { disabled: String(disabled) });
    return account;
  };
  return {
    async create(given) {
      const account = await accounts.create(given);
      await log('account.made', account, { roles: account.roles.join(' ') });
      return account;
    },
    async resetPassword(name, password) {
      const account = await find(name);
      await accounts.setPassword(account.id, password);
      await log('account.changed', account, { password: 'set' });
    },
    disable: name => setDisabled(name, true),
    enable: name => setDisabled(name, false),
    async setRoles(name, roles) {
      const account = await accounts.change((await find(name)).id, { roles });
      await log('account.changed', account, { roles: roles.join(' ') });
      return account;
    },
    list: accounts.list,
  };
}
