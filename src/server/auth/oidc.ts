// Signing in at an OpenID Connect provider: authorisation code with PKCE, one attempt a state, roles from groups.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  type IDToken,
  randomPKCECodeVerifier,
} from 'openid-client';
import { HinomiError } from '#model/errors.ts';
import type { Account } from '#model/record/account.ts';
import { type Clock, minute } from '#model/time.ts';
import { type Role, roles } from '#model/vocab/role.ts';
import { type OidcAttempt, oidcAttempts } from '#store/records/access-collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Accounts } from './accounts.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface OidcSettings {
  issuer: string;
  clientId: string;
  /** Empty: a public client. */
  clientSecret: string;
  /** Where the console is reached, for the redirect address. */
  publicUrl: string;
  /** Claim with the groups, an array of text. */
  rolesClaim: string;
  /** Roles by group; groups that are not named give nothing. */
  roleMap: ReadonlyMap<string, Role>;
  /** Roles of people without a mapped group; none means they may not enter. */
  defaultRoles: readonly Role[];
}

/** Reads `group=role` entries. @throws HinomiError `CONFIG_INVALID`. */
export function parseRoleMap(entries: readonly string[]): Map<string, Role> {
  const map = new Map<string, Role>();
  for (const entry of entries) {
    const cut = entry.lastIndexOf('=');
    const role = entry.slice(cut + 1) as Role;
    if (cut < 1 || !roles.includes(role))
      throw new HinomiError('CONFIG_INVALID', `oidc.roleMap: "${entry}" is not group=role`, {
        place: { field: 'oidc.roleMap' },
        remedy: `Roles are: ${roles.join(', ')}.`,
      });
    map.set(entry.slice(0, cut), role);
  }
  return map;
}

export interface Oidc {
  /** Where to send the browser, and the secret that binds the attempt to it (a cookie). */
  begin(returnTo: string): Promise<{ url: string; state: string }>;
  /** Judges the provider's answer. @throws HinomiError `OIDC_REFUSED`, `OIDC_UNREACHABLE`. */
  finish(query: URLSearchParams, state: string | undefined): Promise<{ account: Account; returnTo: string }>;
}

const attemptLasts = 10 * minute;
const path = '/api/v1/session/oidc/callback';

/** Sign-in at an OpenID Connect issuer. */
export function openOidc(records: Records, accounts: Accounts, clock: Clock, settings: OidcSettings): Oidc {
  const redirectUri = settings.publicUrl.replace(/\/+$/, '') + path;
  const attempts = records.collection(oidcAttempts);
  let provider: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    provider ??= discover(settings).catch(cause => {
      provider = undefined; // asked again at the next attempt
      throw new HinomiError(
        'OIDC_UNREACHABLE',
        `the identity provider does not answer: ${(cause as Error).message}`,
        {
          remedy: 'Check oidc.issuer and that the server reaches it; local accounts still work.',
          status: 502,
          cause,
        },
      );
    });
    return provider;
  };

  return {
    async begin(returnTo) {
      const config = await configuration();
      const verifier = randomPKCECodeVerifier();
      const state = newToken();
      const nonce = newToken();
      await attempts.put({
        id: tokenHash(state),
        verifier,
        nonce,
        returnTo: localPath(returnTo),
        expires: clock() + attemptLasts,
      });
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url: url.href, state };
    },

    async finish(query, state) {
      if (!state || query.get('state') !== state) throw refused('the answer does not belong to this browser');
      const attempt = await takeAttempt(records, tokenHash(state), clock());
      const config = await configuration();
      const address = new URL(redirectUri);
      address.search = query.toString();
      let claims: IDToken | undefined;
      try {
        const tokens = await authorizationCodeGrant(config, address, {
          pkceCodeVerifier: attempt.verifier,
          expectedState: state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
        });
        claims = tokens.claims();
      } catch (cause) {
        throw refused((cause as Error).message, cause);
      }
      if (!claims) throw refused('no identity in the answer');
      return { account: await accountOf(accounts, settings, claims), returnTo: attempt.returnTo };
    },
  };
}

/** Plain http only to this machine itself: for tests and providers behind a local proxy. */
function discover(settings: OidcSettings): Promise<Configuration> {
  const issuer = new URL(settings.issuer);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(issuer.hostname);
  return discovery(issuer, settings.clientId, settings.clientSecret || undefined, undefined, {
    execute: [
      // Also checks the signature of identity tokens fetched directly, which the standard leaves to TLS.
      enableNonRepudiationChecks,
      ...(loopback && issuer.protocol === 'http:' ? [allowInsecureRequests] : []),
    ],
    timeout: 10,
  });
}

/** An attempt is used up by the first answer, right or wrong. */
const takeAttempt = (records: Records, id: string, now: number): Promise<OidcAttempt> =>
  records.transaction(async scope => {
    const attempt = await scope.collection(oidcAttempts).get(id);
    const removed = await scope.collection(oidcAttempts).remove(id);
    if (!attempt || !removed || attempt.expires <= now)
      throw refused('the sign-in took too long or was used already');
    return attempt;
  });

async function accountOf(accounts: Accounts, settings: OidcSettings, claims: IDToken): Promise<Account> {
  const granted = rolesOf(settings, claims);
  if (granted.length === 0) throw refused('none of your groups has a role here');
  const known = await accounts.byOidc(claims.iss, claims.sub);
  if (known?.disabled) throw refused('the account is disabled');
  if (!known) return createFor(accounts, claims, granted);
  const same = known.roles.length === granted.length && granted.every(role => known.roles.includes(role));
  return same ? known : accounts.setRolesFromOutside(known.id, granted);
}

/** A name somebody else has stays theirs: an identity from outside never takes over a local account. */
async function createFor(accounts: Accounts, claims: IDToken, granted: Role[]): Promise<Account> {
  const wanted = textClaim(claims, 'preferred_username')
    .replaceAll(/[\s:/\p{Cc}]/gu, '-')
    .slice(0, 50);
  const names = [
    wanted,
    `${wanted || 'oidc'}-${tokenHash(`${claims.iss} ${claims.sub}`).slice(0, 8)}`,
  ].filter(Boolean);
  for (const [index, name] of names.entries())
    try {
      return await accounts.create({
        name,
        displayName: textClaim(claims, 'name').slice(0, 100),
        roles: granted,
        language: textClaim(claims, 'locale').startsWith('ja') ? 'ja' : 'en',
        oidc: { issuer: claims.iss, subject: claims.sub },
      });
    } catch (error) {
      const taken = error instanceof HinomiError && error.code === 'ACCOUNT_EXISTS';
      if (!taken || index === names.length - 1) throw error;
    }
  throw refused('no name for the account');
}

function rolesOf(settings: OidcSettings, claims: IDToken): Role[] {
  const groups: unknown = claims[settings.rolesClaim];
  const named = Array.isArray(groups) ? groups : typeof groups === 'string' ? [groups] : [];
  const mapped = named.flatMap(group => settings.roleMap.get(String(group)) ?? []);
  return mapped.length > 0 ? [...new Set(mapped)] : [...settings.defaultRoles];
}

const textClaim = (claims: IDToken, name: string): string => {
  const value = claims[name];
  return typeof value === 'string' ? value.toWellFormed() : '';
};

/** Only paths of our own: whoever made the link must not choose where people land. */
const localPath = (path: string): string =>
  /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && path.length <= 2000 && !path.includes('\\') ? path : '/';

const refused = (why: string, cause?: unknown): HinomiError =>
  new HinomiError('OIDC_REFUSED', `sign-in at the identity provider failed: ${why}`, {
    remedy: 'Start again from the sign-in page.',
    status: 403,
    cause,
  });
