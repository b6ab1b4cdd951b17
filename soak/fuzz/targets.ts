// Every fuzz target, listed by hand.
import type { Target } from './target.ts';
import { api } from './targets/api.ts';
import { framer, telescope } from './targets/capture.ts';
import { events, frames } from './targets/collector.ts';
import { codec, forwarding } from './targets/dns.ts';
import { sockets } from './targets/dns-sockets.ts';
import { shell, telnet, transfers, udp } from './targets/honeypots.ts';
import { guard, search } from './targets/language.ts';
import { logTargets } from './targets/logs.ts';
import { engine } from './targets/sql.ts';

export const targets: readonly Target[] = [
  framer,
  telescope,
  codec,
  forwarding,
  sockets,
  ...logTargets,
  search,
  guard,
  engine,
  frames,
  events,
  telnet,
  shell,
  transfers,
  udp,
  api,
];
