// A running platform as commands call it: by an API token that was given, or by one made for the moment with the right of
// whoever owns the data folder, as `hinomi user` works.
import { userInfo } from 'node:os';
import { HinomiError } from '#model/errors.ts';
import { hasRight, type Role } from '#model/vocab/role.ts';
import { openAudit } from '#server/audit/audit.ts';
import { openAccounts } from '#server/auth/accounts.ts';
import { openApiTokens } from '#server/auth/api-tokens.ts';
import type { Settings } from '#server/config/settings.ts';
import { openRecordStore } from '#server/open-stores.ts';

export interface Platform {
  /** Asks below /api/v1. @throws HinomiError with what the platform answered. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export interface PlatformAccess {
  settings: Settings;
  /** Of a platform elsewhere; needs a token. */
  url?: string | undefined;
  token?: string | undefined;
  /** In whose name, when a token is made here. */
  account?: string | undefined;
}

/** Where a platform with these settings listens, seen from its own machine. */
export function localUrl(settings: Settings): string {
  const address = settings['http.address'];
  const reached = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${settings['http.port']}`;
}

/** @throws HinomiError `PLATFORM_DOWN`, `ACCOUNT_UNKNOWN`, `ACCOUNT_CHOICE`. */
export async function reachPlatform(access: PlatformAccess): Promise<Platform> {
  const { settings } = access;
  const url = (access.url ?? localUrl(settings)).replace(/\/$/, '');
  await assertUp(url, access.url ? undefined : settings);
  if (access.url && !access.token)
    throw new HinomiError('TOKEN_MISSING', `the platform at ${url} wants an API token`, {
      remedy: 'Make one in its console (your account, API tokens) and give it as HINOMI_TOKEN.',
    });
  const { token, close } = access.token
    ? { token: access.token, close: async () => {} }
    : await ownToken(settings, access.account);
  return {
    close,
    async call<T>(method: 'GET' | 'POST', path: string, body?: unknown) {
      const reply = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch(cause => {
        throw down(url, undefined, cause);
      });
      const answer = reply.status === 204 ? undefined : await reply.json();
      if (!reply.ok) throw refused(answer as Refusal, reply.status);
      return answer as T;
    },
  };
}

interface Refusal {
  code?: string;
  message?: string;
  remedy?: string;
  place?: { field?: string };
}

/** A field of the request is an option of the command. */
function refused({ code, message, remedy, place }: Refusal, status: number): HinomiError {
  const option = /^body\/([a-z]+)/.exec(place?.field ?? '')?.[1];
  return new HinomiError(
    code ?? 'PLATFORM_ANSWER',
    `${option ? `--${option}: ` : ''}${message ?? `the platform answered ${status}`}`,
    { remedy: remedy ?? '', status },
  );
}

async function assertUp(url: string, settings: Settings | undefined): Promise<void> {
  const reply = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000) }).catch(cause => {
    throw down(url, settings, cause);
  });
  await reply.body?.cancel();
}

const down = (url: string, settings: Settings | undefined, cause: unknown): HinomiError =>
  new HinomiError('PLATFORM_DOWN', `no platform answers at ${url}`, {
    remedy: settings
      ? `Start it in another terminal with: hinomi up --data ${settings.data} --http-port ${settings['http.port']}`
      : 'See whether it runs, and whether the address is right.',
    cause,
  });

/** Every role of an account that lets it run exercises; the token carries no more. */
const runners = (roles: readonly Role[]): Role[] => roles.filter(role => hasRight([role], 'drill-run'));

/** A token that lives as long as the command. */
async function ownToken(
  settings: Settings,
  name: string | undefined,
): Promise<{ token: string; close: () => Promise<void> }> {
  const records = await openRecordStore(settings);
  try {
    const accounts = (await openAccounts(records, Date.now).list()).filter(
      one => !one.disabled && runners(one.roles).length > 0,
    );
    const account = name === undefined ? accounts[0] : accounts.find(one => one.name === name);
    if (!account)
      throw new HinomiError(
        'ACCOUNT_UNKNOWN',
        name === undefined
          ? 'no account may run exercises yet'
          : `there is no account ${name} that may run exercises`,
        {
          remedy: `Make one: echo "$PASSWORD" | hinomi user add ${name ?? 'NAME'} --roles instructor --data ${settings.data}`,
        },
      );
    if (name === undefined && accounts.length > 1)
      throw new HinomiError('ACCOUNT_CHOICE', 'several accounts may run exercises', {
        remedy: `Say who is the instructor with --account, one of: ${accounts.map(one => one.name).join(', ')}.`,
      });
    const tokens = openApiTokens(records, Date.now);
    const { token, record } = await tokens.create(account, 'hinomi drill new', runners(account.roles), 1);
    await openAudit(records.auditLog, Date.now).record({
      actor: `cli:${userInfo().username}`,
      from: '',
      action: 'token.made',
      object: `token/${record.id}`,
      detail: { account: account.name },
    });
    return {
      token,
      async close() {
        await tokens.remove(account.id, record.id);
        await records.close();
      },
    };
  } catch (error) {
    await records.close();
    throw error;
  }
}
