// Time-based one-time passwords (RFC 6238), each accepted once, and recovery codes for a lost device.
import { Secret, TOTP } from 'otpauth';
import { toString as qrCode } from 'qrcode';
import { HinomiError } from '#model/errors.ts';
import type { Account } from '#model/record/account.ts';
import type { Clock } from '#model/time.ts';
import { type Credential, credentials } from '#store/records/access-collections.ts';
import { accounts } from '#store/records/collections.ts';
import type { RecordScope, Records } from '#store/records/records.ts';
import type { Sealer } from '#store/records/seal.ts';
import { newRecoveryCodes, recoveryHash } from './secrets.ts';

const periodSeconds = 30;
/** Steps before and after now that are accepted: devices' clocks differ. */
const window = 1;

export interface SecondFactor {
  /** Makes a new secret that counts only after `confirm`. */
  begin(account: Account): Promise<{ secret: string; uri: string; qrSvg: string }>;
  /** Turns it on and tells the recovery codes, once. @throws HinomiError `TOTP_WRONG`, `TOTP_NOT_BEGUN`. */
  confirm(account: Account, code: string): Promise<string[]>;
  /** Whether a code, or an unused recovery code, is right now; it will not be a second time. */
  use(account: Account, code: string): Promise<'totp' | 'recovery' | undefined>;
  remove(account: string): Promise<void>;
}

/** TOTP secrets (RFC 6238), sealed at rest. */
export function openSecondFactor(records: Records, sealer: Sealer, clock: Clock): SecondFactor {
  const place = (account: string): string => `credentials/${account}/totp`;
  const totpOf = (name: string, secret: Secret): TOTP =>
    new TOTP({ issuer: 'Hinomi', label: name, secret, period: periodSeconds });

  /** The time step a code belongs to, when it is later than any used before. */
  const stepOf = (account: Account, credential: Credential, code: string): number | undefined => {
    if (!credential.totp || !/^\d{6}$/.test(code)) return undefined;
    const totp = totpOf(
      account.name,
      Secret.fromBase32(sealer.open(credential.totp.secret, place(account.id))),
    );
    const timestamp = clock();
    const delta = totp.validate({ token: code, timestamp, window });
    if (delta === null) return undefined;
    const step = totp.counter({ timestamp }) + delta;
    return step > credential.totp.lastStep ? step : undefined;
  };

  const setFlag = (scope: RecordScope, account: string, totp: boolean) =>
    scope.collection(accounts).update(account, found => ({ ...found, totp, updated: clock() }));

  return {
    async begin(account) {
      const secret = new Secret({ size: 20 });
      const totp = totpOf(account.name, secret);
      await records.collection(credentials).update(account.id, credential => {
        if (credential.totp?.confirmed)
          throw new HinomiError('TOTP_ON', 'a second factor is on already', {
            remedy: 'Turn it off first.',
            status: 409,
          });
        const sealed = sealer.seal(secret.base32, place(account.id));
        return { ...credential, totp: { secret: sealed, confirmed: false, lastStep: 0 } };
      });
      const uri = totp.toString();
      return { secret: secret.base32, uri, qrSvg: await qrCode(uri, { type: 'svg', margin: 1 }) };
    },

    async confirm(account, code) {
      const codes = newRecoveryCodes();
      await records.transaction(async scope => {
        await scope.collection(credentials).update(account.id, credential => {
          if (!credential.totp || credential.totp.confirmed)
            throw new HinomiError('TOTP_NOT_BEGUN', 'no second factor is being set up', { status: 409 });
          const step = stepOf(account, credential, code.replaceAll(' ', ''));
          if (step === undefined)
            throw new HinomiError('TOTP_WRONG', 'the code does not fit', {
              place: { field: 'body/code' },
              remedy: "Check the device's clock and enter the newest code.",
              status: 400,
            });
          return {
            ...credential,
            totp: { ...credential.totp, confirmed: true, lastStep: step },
            recovery: codes.map(recoveryHash),
          };
        });
        await setFlag(scope, account.id, true);
      });
      return codes;
    },

    use: (account, code) =>
      records.transaction(async scope => {
        const collection = scope.collection(credentials);
        const id = account.id;
        let used: 'totp' | 'recovery' | undefined;
        // `update` holds the row: the same code sent twice at once is right only once.
        await collection.update(id, credential => {
          if (!credential.totp?.confirmed) return credential;
          const step = stepOf(account, credential, code.replaceAll(' ', ''));
          if (step !== undefined) {
            used = 'totp';
            return { ...credential, totp: { ...credential.totp, lastStep: step } };
          }
          const hash = recoveryHash(code);
          if (!credential.recovery.includes(hash)) return credential;
          used = 'recovery';
          return { ...credential, recovery: credential.recovery.filter(other => other !== hash) };
        });
        return used;
      }),

    async remove(account) {
      await records.transaction(async scope => {
        await scope
          .collection(credentials)
          .update(account, ({ totp: _, ...credential }) => ({ ...credential, recovery: [] }));
        await setFlag(scope, account, false);
      });
    },
  };
}
