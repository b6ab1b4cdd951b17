// The logs rules can be run over besides Windows', by name.
import { auditd } from './auditd.ts';
import { bind } from './bind.ts';
import { antivirus, postgres } from './csv.ts';
import { fortigate } from './firewall.ts';
import type { LineReader } from './reader.ts';
import { squid } from './squid.ts';
import { syslog } from './syslog.ts';
import { apacheError, webAccess } from './web-access.ts';
import { zeek } from './zeek.ts';

/** A fresh reader for each file: some remember what went before. */
export const logs: Readonly<Record<string, () => LineReader>> = {
  access: webAccess,
  'apache-error': apacheError,
  squid,
  bind,
  syslog,
  auditd,
  zeek,
  fortigate,
  antivirus,
  postgresql: postgres,
};
