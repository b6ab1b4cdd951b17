// Managing accounts, for administrators.
import { Type } from 'typebox';
import { Account } from '#model/record/account.ts';
import { defineRoute, type Principal, type Route } from '../http/route.ts';
import type { Auth } from './auth.ts';
import { AccountName, ById, DisplayName, Language, Password, Roles } from './shapes.ts';

const tags = ['users'];

export function userRoutes(auth: Auth): Route[] {
  const log = (
    principal: Principal,
    from: string,
    action: string,
    account: Account,
    detail: Record<string, string> = {},
  ) =>
    auth.audit.record({
      actor: principal.account.name,
      from,
      action,
      object: `account/${account.name}`,
      detail,
    });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/users',
      access: 'users',
      summary: 'All accounts, by name',
      tags,
      response: Type.Object({ items: Type.Array(Account) }),
      handler: async () => ({ items: await auth.accounts.list() }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/users',
      access: 'users',
      summary: 'Make an account',
      tags,
      body: Type.Object({
        name: AccountName,
        displayName: DisplayName,
        roles: Roles,
        language: Language,
        password: Password,
      }),
      response: Account,
      status: 201,
      async handler({ principal, body, request }) {
        const account = await auth.accounts.create(body);
        await log(principal, request.ip, 'account.made', account, { roles: account.roles.join(' ') });
        return account;
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/users/:id',
      access: 'users',
      summary:
        'Change an account: name shown, roles, language, disabled, a new password, or second factor off',
      tags,
      params: ById,
      body: Type.Object({
        displayName: Type.Optional(DisplayName),
        roles: Type.Optional(Roles),
        language: Type.Optional(Language),
        disabled: Type.Optional(Type.Boolean()),
        password: Type.Optional(Password),
        /** `false` turns the second factor off, for people who lost their device. */
        totp: Type.Optional(Type.Literal(false)),
      }),
      response: Account,
      async handler({ principal, params, body: { password, totp, ...change }, request }) {
        let account = await auth.accounts.change(params.id, definedOnly(change));
        if (password !== undefined) await auth.accounts.setPassword(params.id, password);
        if (totp === false) {
          await auth.secondFactor.remove(params.id);
          account = { ...account, totp: false };
        }
        const detail = {
          ...(change.roles ? { roles: change.roles.join(' ') } : {}),
          ...(change.disabled === undefined ? {} : { disabled: String(change.disabled) }),
          ...(password === undefined ? {} : { password: 'set' }),
          ...(totp === undefined ? {} : { totp: 'off' }),
        };
        await log(principal, request.ip, 'account.changed', account, detail);
        return account;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/users/:id',
      access: 'users',
      summary: 'Remove an account with its sessions and tokens',
      tags,
      params: ById,
      async handler({ principal, params, request }) {
        const account = await auth.accounts.remove(params.id);
        await log(principal, request.ip, 'account.removed', account);
      },
    }),
  ];
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const definedOnly = <T extends object>(value: T): Partial<Defined<T>> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<Defined<T>>;
