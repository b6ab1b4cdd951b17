// Everything about who may enter, put together over the record store.
import { type Clock, day } from '#model/time.ts';
import { oidcAttempts, sessions as sessionRecords, throttles } from '#store/records/access-collections.ts';
import { apiTokens } from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { removeWhere } from '#store/records/retention.ts';
import type { Sealer } from '#store/records/seal.ts';
import { type Audit, openAudit } from '../audit/audit.ts';
import type { Authenticator } from '../http/access.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { type ApiTokens, openApiTokens } from './api-tokens.ts';
import { type Cookies, openAuthenticator, openCookies } from './authenticator.ts';
import { type Oidc, type OidcSettings, openOidc } from './oidc.ts';
import type { Cost } from './password.ts';
import { openSecondFactor, type SecondFactor } from './second-factor.ts';
import { openSessions, type SessionLimits, type Sessions } from './sessions.ts';
import { openSetup, type Setup } from './setup.ts';
import { openThrottling, type Throttling } from './throttle.ts';

export interface AuthOptions {
  records: Records;
  sealer: Sealer;
  clock: Clock;
  /** Whether people reach the console by https. */
  secure: boolean;
  oidc?: OidcSettings;
  sessionLimits?: SessionLimits;
  passwordCost?: Cost;
}

export interface Auth {
  records: Records;
  accounts: Accounts;
  sessions: Sessions;
  tokens: ApiTokens;
  secondFactor: SecondFactor;
  throttling: Throttling;
  setup: Setup;
  oidc: Oidc | undefined;
  audit: Audit;
  cookies: Cookies;
  authenticator: Authenticator;
  /** Forgets what has expired; to be called every hour or so. Returns how many records went. */
  sweep(): Promise<number>;
}

/** Composes accounts, sessions, tokens and sign-in over the records. */
export function openAuth(options: AuthOptions): Auth {
  const { records, sealer, clock } = options;
  const accounts = openAccounts(records, clock, options.passwordCost);
  const sessions = openSessions(records, clock, options.sessionLimits);
  const tokens = openApiTokens(records, clock);
  const cookies = openCookies(options.secure);
  return {
    records,
    accounts,
    sessions,
    tokens,
    cookies,
    secondFactor: openSecondFactor(records, sealer, clock),
    throttling: openThrottling(records, clock),
    setup: openSetup(records, accounts, clock),
    oidc: options.oidc && openOidc(records, accounts, clock, options.oidc),
    audit: openAudit(records.auditLog, clock),
    authenticator: openAuthenticator(sessions, tokens, cookies),
    async sweep() {
      const now = clock();
      return (
        (await removeWhere(records, sessionRecords, { expires: { lt: now } })) +
        (await removeWhere(records, sessionRecords, { lastSeen: { lt: now - sessions.limits.idle } })) +
        (await removeWhere(records, oidcAttempts, { expires: { lt: now } })) +
        (await removeWhere(records, throttles, { updated: { lt: now - day } })) +
        // Expired tokens stay visible for a month, so that their owner sees why a program stopped.
        (await removeWhere(records, apiTokens, { expires: { lt: now - 30 * day } }))
      );
    },
  };
}
