// OpenSSH's messages in syslog: who tried to log in, from where, how it ended.
import { canonicalIp, whole } from '../core/values.ts';

export interface Attempt {
  user: string;
  ip: string;
  port?: number;
  outcome: 'success' | 'failure';
  method: string;
  /** "message repeated N times" stands for that many attempts. */
  times: number;
}

// Order as OpenSSH's auth_log() writes it: Accepted|Failed METHOD for [invalid user ]NAME from ADDRESS port PORT ssh2
const authPattern =
  /^(Accepted|Failed) ([\w/-]{1,64}) for (?:invalid user )?(.{0,255}?) from ([0-9a-fA-F.:]{2,45}) port (\d{1,5})(?: ssh\d?)?(?:: .{0,512})?$/;
const pamPattern =
  /^(?:error: )?PAM: .{1,64} for (?:illegal user |invalid user )?(.{0,255}) from ([0-9a-fA-F.:]{2,45})$/;
const repeatPattern = /^message repeated (\d{1,4}) times: \[ (.*?)\]?$/;

/** Programs that write these messages: `sshd-session` since OpenSSH 9.8. */
export const isSshd = (app: string): boolean =>
  app === 'sshd' || app === 'sshd-session' || app === 'sshd-auth';

/** The login attempt a message speaks of, or undefined. */
export function parseAttempt(message: string): Attempt | undefined {
  if (message.length > 2_048) return undefined;
  const repeated = repeatPattern.exec(message);
  const times = repeated ? Math.min(Math.max(Number(repeated[1]), 1), 1_000) : 1;
  const text = repeated ? repeated[2]! : message;
  const auth = authPattern.exec(text);
  if (auth) {
    const ip = canonicalIp(auth[4]!);
    const port = whole(auth[5]!, 0xffff);
    // "Failed none" is how a client asks which methods there are.
    if (ip === undefined || auth[2] === 'none') return undefined;
    return {
      user: auth[3]!,
      ip,
      ...(port === undefined ? {} : { port }),
      outcome: auth[1] === 'Accepted' ? 'success' : 'failure',
      method: auth[2]!,
      times,
    };
  }
  const pam = pamPattern.exec(text);
  const ip = pam ? canonicalIp(pam[2]!) : undefined;
  return pam && ip !== undefined
    ? { user: pam[1]!, ip, outcome: 'failure', method: 'pam', times }
    : undefined;
}
