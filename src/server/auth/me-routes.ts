// What people do with their own account.
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { Account, ApiToken } from '#model/record/account.ts';
import { credentials } from '#store/records/access-collections.ts';
import { addressKey } from '../http/rate-limits.ts';
import { defineRoute, type Principal, type Route } from '../http/route.ts';
import type { Auth } from './auth.ts';
import { verifyPassword } from './password.ts';
import { ById, Code, DisplayName, Language, Password, Roles } from './shapes.ts';

const tags = ['me'];

/** Asks for the password again before what would hand the account over. @throws HinomiError `PASSWORD_WRONG`. */
async function assertOwnPassword(
  auth: Auth,
  { account }: Principal,
  given: string,
  from: string,
): Promise<void> {
  await auth.throttling.attempt(account.name, addressKey(from));
  const credential = await auth.records.collection(credentials).get(account.id);
  if (!(await verifyPassword(given, credential?.password ?? '')))
    throw new HinomiError('PASSWORD_WRONG', 'the current password is wrong', {
      remedy: 'Enter the password you sign in with.',
      status: 400,
    });
  await auth.throttling.succeeded(account.name, addressKey(from));
}

export function meRoutes(auth: Auth): Route[] {
  const log = (
    principal: Principal,
    from: string,
    action: string,
    object = `account/${principal.account.name}`,
  ) => auth.audit.record({ actor: principal.account.name, from, action, object });
  return [
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/me',
      access: 'account',
      session: true,
      summary: 'Change your display name or language',
      tags,
      body: Type.Object({ displayName: Type.Optional(DisplayName), language: Type.Optional(Language) }),
      response: Account,
      handler: ({ principal, body: { displayName, language } }) =>
        auth.accounts.change(principal.account.id, {
          ...(displayName === undefined ? {} : { displayName }),
          ...(language === undefined ? {} : { language }),
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/me/password',
      access: 'account',
      session: true,
      rate: 'strict',
      summary: 'Change your password; your other sessions end',
      tags,
      body: Type.Object({ current: Password, next: Password }),
      async handler({ principal, body, request }) {
        await assertOwnPassword(auth, principal, body.current, request.ip);
        await auth.accounts.setPassword(principal.account.id, body.next, principal.id);
        await log(principal, request.ip, 'password.changed');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/me/totp',
      access: 'account',
      session: true,
      rate: 'strict',
      summary: 'Begin to set up a second factor',
      tags,
      response: Type.Object({ secret: Type.String(), uri: Type.String(), qrSvg: Type.String() }),
      handler: ({ principal }) => auth.secondFactor.begin(principal.account),
    }),
    defineRoute({
      method: 'PUT',
      path: '/api/v1/me/totp',
      access: 'account',
      session: true,
      rate: 'strict',
      summary: 'Turn the second factor on with its first code; tells the recovery codes, once',
      tags,
      body: Type.Object({ code: Code }),
      response: Type.Object({ recoveryCodes: Type.Array(Type.String()) }),
      async handler({ principal, body, request }) {
        const recoveryCodes = await auth.secondFactor.confirm(principal.account, body.code);
        await log(principal, request.ip, 'totp.on');
        return { recoveryCodes };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/me/totp',
      access: 'account',
      session: true,
      rate: 'strict',
      summary: 'Turn the second factor off',
      tags,
      body: Type.Object({ password: Password }),
      async handler({ principal, body, request }) {
        await assertOwnPassword(auth, principal, body.password, request.ip);
        await auth.secondFactor.remove(principal.account.id);
        await log(principal, request.ip, 'totp.off');
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/me/tokens',
      access: 'account',
      session: true,
      summary: 'Your API tokens',
      tags,
      response: Type.Object({ items: Type.Array(ApiToken) }),
      handler: async ({ principal }) => ({ items: await auth.tokens.list(principal.account.id) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/me/tokens',
      access: 'account',
      session: true,
      summary: 'Make an API token; it is told once',
      tags,
      body: Type.Object({
        name: ApiToken.properties.name,
        roles: Roles,
        days: Type.Integer({ minimum: 1, maximum: 366 }),
      }),
      response: Type.Object({ token: Type.String(), ...ApiToken.properties }),
      status: 201,
      async handler({ principal, body, request }) {
        const { token, record } = await auth.tokens.create(
          principal.account,
          body.name,
          body.roles,
          body.days,
        );
        await log(principal, request.ip, 'token.made', `token/${record.id}`);
        return { token, ...record };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/me/tokens/:id',
      access: 'account',
      session: true,
      summary: 'Remove one of your API tokens',
      tags,
      params: ById,
      async handler({ principal, params, request }) {
        if (!(await auth.tokens.remove(principal.account.id, params.id)))
          throw new HinomiError('RECORD_NOT_FOUND', 'you have no such token', { status: 404 });
        await log(principal, request.ip, 'token.removed', `token/${params.id}`);
      },
    }),
  ];
}
