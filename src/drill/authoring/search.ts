// What an investigation has at hand: lines in order of time, the network map, what was found so far.
import type { World } from '../world/entities.ts';
import type { Desk, Line } from './desk.ts';
import { type Findings, makeFindings, note } from './findings.ts';
import type { Knowledge, Pattern } from './knowledge.ts';

export const minutes = 60_000;

export interface Search {
  world: World;
  desk: Desk;
  lines: readonly Line[];
  found: Findings;
  knows(pattern: Pattern): boolean;
  /** An address that is neither inside nor the organisation's own. */
  outside(address: string): boolean;
  /** Why a host is worth a look, and the hosts not looked at yet. */
  suspect(host: string, line: Line): void;
  since: Map<string, Line>;
  /** Name and address a line is about are the attacker's. */
  indicate(line: Line): void;
}

export function makeSearch(world: World, desk: Desk, knowledge: Knowledge): Search {
  const found = makeFindings();
  const { organisation } = world;
  const names = new Set(organisation.hosts.map(host => host.name));
  const { publicAddress, publicWeb, publicMail, publicDns, publicVpn } = organisation;
  const own = new Set([publicAddress, publicWeb, publicMail, publicDns, publicVpn]);
  const outside = (address: string) =>
    address !== '' && !/^(10|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(address) && !own.has(address);
  const since = new Map<string, Line>();
  return {
    world,
    desk,
    lines: [...desk.lines].sort((a, b) => a.at - b.at),
    found,
    knows: pattern => knowledge.patterns.includes(pattern),
    outside,
    since,
    suspect(name, line) {
      const known = since.get(name);
      // The earliest reason is where the story of a host begins.
      if (names.has(name) && (!known || line.at < known.at)) since.set(name, line);
    },
    indicate(line) {
      note(found, 'domain', line.object, line);
      if (outside(line.destination)) note(found, 'ip', line.destination, line);
    },
  };
}
