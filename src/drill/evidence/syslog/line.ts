// A line of syslog as rsyslog files it (RFC 3164): time, host, program and pid, message.
import type { Host, SimTime } from '../../world/entities.ts';
import { hashKeys } from '../../world/random.ts';
import type { Clock } from './clock.ts';

const control = /[\x00-\x1f\x7f]/g;
const hasControl = /[\x00-\x1f\x7f]/;

/** Control characters as rsyslog escapes them (`#` and three octal digits), so that no text can break a line. */
export const escapeControls = (text: string): string =>
  hasControl.test(text)
    ? text.replace(control, c => `#${c.charCodeAt(0).toString(8).padStart(3, '0')}`)
    : text;

/** Name a host has in its syslog lines: lower case, without domain. */
export const logName = (host: Host): string => host.name.toLowerCase();

export const syslogLine = (
  clock: Clock,
  at: SimTime,
  host: string,
  program: string,
  pid: number,
  text: string,
) => `${clock.second(at).rfc3164} ${host} ${program}[${pid}]: ${escapeControls(text)}`;

/** Pid of a long-running daemon of a host: the same all its life. */
export const daemonPid = (seed: number, host: Host, program: string): number =>
  400 + (hashKeys(seed, host.name, 'pid', program) % 3000);
