// Every honeypot there is. Adding one: a folder, and a line here; the conformance suite then tests it.
import { chargen } from './chargen/descriptor.ts';
import { cldap } from './cldap/descriptor.ts';
import { dns } from './dns/descriptor.ts';
import type { Honeypot } from './honeypot.ts';
import { http, https } from './http/descriptor.ts';
import { memcached } from './memcached/descriptor.ts';
import { ntp } from './ntp/descriptor.ts';
import { snmp } from './snmp/descriptor.ts';
import { ssdp } from './ssdp/descriptor.ts';
import { ssh } from './ssh/descriptor.ts';
import { telnet } from './telnet/descriptor.ts';

export const honeypots: readonly Honeypot[] = [
  ssh,
  telnet,
  http,
  https,
  dns,
  ntp,
  ssdp,
  snmp,
  cldap,
  memcached,
  chargen,
];

const byId = new Map(honeypots.map(honeypot => [honeypot.descriptor.id, honeypot]));

/** The honeypot with this id, or undefined. */
export const findHoneypot = (id: string): Honeypot | undefined => byId.get(id);
