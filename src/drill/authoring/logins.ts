// Passwords guessed: at the VPN, and by lists at the public application.
import type { Line } from './desk.ts';
import { note, tell } from './findings.ts';
import type { Search } from './search.ts';

const failure = (line: Line) =>
  line.code === 'login-failed' || line.code === 'POST 200' || line.code === 'POST 429';

export function vpnGuessing({ lines, found, outside, suspect, knows }: Search): void {
  const vpn = lines.filter(line => line.log === 'vpn' && outside(line.source));
  const failed = Map.groupBy(
    vpn.filter(line => line.code === 'failed'),
    line => line.source,
  );
  // One person mistypes one name; whoever fails with several names guesses, however seldom.
  const guesses = (list: readonly Line[]) =>
    list.length >= 10 || (knows('slow-logins') && new Set(list.map(line => line.user)).size >= 3);
  const bad = new Set([...failed].filter(([, list]) => guesses(list)).map(([source]) => source));
  for (const line of vpn) {
    if (!bad.has(line.source)) continue;
    note(found, 'ip', line.source, line);
    tell(found, 'T1110.003', line);
    if (line.code !== 'connect') continue;
    note(found, 'account', line.user, line);
    tell(found, 'T1133', line);
    const landed = lines.find(
      one => one.code === '4624' && one.source === line.destination && one.at > line.at,
    );
    if (landed) {
      suspect(landed.host, landed);
      if (!found.route.some(one => one.to === landed.host))
        found.route.push({ from: 'internet', to: landed.host, technique: 'T1133', at: landed.at });
    }
  }
}

/** Fewer failures from one address are people who mistype. */
const many = 12;

export function listLogins(search: Search): void {
  const { lines, found, outside, knows } = search;
  const posts = lines.filter(
    line => line.log === 'apache-access' && line.object === '/login' && line.code.startsWith('POST'),
  );
  const by = Map.groupBy(posts, line => line.source);
  const share = (list: readonly Line[]) => list.filter(failure).length / list.length;
  const deep = knows('slow-logins');
  const bad = new Set<string>();
  for (const [source, list] of by) {
    if (!outside(source) || list.filter(failure).length < many) continue;
    // A carrier's address has many failures, too, but far more successes.
    if (!deep || share(list) > 0.7) bad.add(source);
  }
  if (deep) {
    const agents = Map.groupBy(posts, line => /"([^"]*)"$/.exec(line.text)?.[1] ?? '');
    for (const [agent, list] of agents) {
      const sources = new Set(list.map(line => line.source));
      if (list.length < 40 || share(list) < 0.85) continue;
      note(found, 'user-agent', agent, list[0]);
      for (const source of sources) if (outside(source)) bad.add(source);
    }
  }
  const first = posts.find(line => bad.has(line.source));
  if (!first) return;
  for (const line of posts)
    if (bad.has(line.source)) {
      note(found, 'ip', line.source, line);
      note(found, 'host', line.host, line);
    }
  tell(found, 'T1110.004', first);
  // What the application itself says: whose login came from there, and what was done with it.
  const audit = lines.filter(line => line.log === 'application');
  const broken = new Map<string, number>();
  for (const line of audit)
    if (line.code === 'login' && bad.has(line.source) && !broken.has(line.user)) {
      broken.set(line.user, line.at);
      note(found, 'account', line.user, line);
      tell(found, 'T1078', line);
    }
  if (!deep) return;
  // Who opens several broken accounts from one address is no owner.
  const uses = Map.groupBy(
    audit.filter(
      line => line.code === 'change' && (broken.get(line.user) ?? Number.POSITIVE_INFINITY) < line.at,
    ),
    line => line.source,
  );
  for (const [source, list] of uses) {
    if (!bad.has(source) && new Set(list.map(line => line.user)).size < 2) continue;
    note(found, 'ip', source, list[0]);
    for (const line of list) tell(found, /transfer/.test(line.object) ? 'T1657' : 'T1098', line);
  }
}
