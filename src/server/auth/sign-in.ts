// Signing in by password and second factor, told apart by nothing but right and wrong.
import { HinomiError } from '#model/errors.ts';
import type { Account } from '#model/record/account.ts';
import { credentials } from '#store/records/access-collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Audit } from '../audit/audit.ts';
import { addressKey } from '../http/rate-limits.ts';
import type { Accounts } from './accounts.ts';
import { verifyPassword } from './password.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import type { Throttling } from './throttle.ts';

export interface SignInParts {
  records: Records;
  accounts: Accounts;
  sessions: Sessions;
  secondFactor: SecondFactor;
  throttling: Throttling;
  audit: Audit;
}

export interface SignInAttempt {
  name: string;
  password: string;
  totp?: string | undefined;
  from: string;
}

/**
 * Opens a session.
 * @throws HinomiError `SIGN_IN_WRONG`, `TOTP_REQUIRED` (the password was right), `SIGN_IN_LOCKED`, `SIGN_IN_BUSY`.
 */
export async function signIn(parts: SignInParts, attempt: SignInAttempt) {
  const { accounts, sessions, secondFactor, throttling, audit } = parts;
  const address = addressKey(attempt.from);
  await throttling.attempt(attempt.name, address);
  const account = await accounts.byName(attempt.name);
  const credential = account && (await parts.records.collection(credentials).get(account.id));
  // Also for an unknown name: the time taken must not tell which names exist.
  const right = await verifyPassword(attempt.password, credential?.password ?? '');
  if (!account || !right || account.disabled) {
    await logFailure(audit, account, attempt.from, 'password');
    throw wrong();
  }
  if (account.totp) {
    if (!attempt.totp) {
      // Not a success: else a known password would buy endless guesses at the code.
      await throttling.undecided(attempt.name, address);
      throw new HinomiError('TOTP_REQUIRED', 'the account has a second factor', {
        place: { field: 'body/totp' },
        remedy: 'Enter the code of your authenticator app, or a recovery code.',
        status: 401,
      });
    }
    const used = await secondFactor.use(account, attempt.totp);
    if (!used) {
      await logFailure(audit, account, attempt.from, 'second factor');
      throw wrong();
    }
    if (used === 'recovery')
      await audit.record({
        actor: account.name,
        from: attempt.from,
        action: 'totp.recovered',
        object: `account/${account.name}`,
      });
  }
  await throttling.succeeded(attempt.name, address);
  const opened = await sessions.open(account.id, attempt.from);
  await accounts.signedIn(account.id);
  await audit.record({
    actor: account.name,
    from: attempt.from,
    action: 'session.opened',
    object: `account/${account.name}`,
    detail: { by: account.totp ? 'password and second factor' : 'password' },
  });
  return { ...opened, account };
}

/** A name that is nobody's is not written down: people type passwords into the wrong field. */
const logFailure = (audit: Audit, account: Account | undefined, from: string, what: string) =>
  audit.record({
    actor: account?.name ?? '(unknown)',
    from,
    action: 'session.refused',
    object: account ? `account/${account.name}` : 'account',
    detail: { wrong: account?.disabled ? 'account disabled' : what },
  });

const wrong = (): HinomiError =>
  new HinomiError('SIGN_IN_WRONG', 'name, password or code is wrong', {
    remedy: 'Try again. An administrator can set a new password.',
    status: 401,
  });
