// A robot's investigation: from alerts and odd lines to hosts, from hosts to names, accounts, other hosts. It reads
// evidence as a trainee does and has the network map; it knows nothing of scenario, truth or causes.
import type { World } from '../world/entities.ts';
import type { Desk, Line } from './desk.ts';
import { type Findings, named, note, tell } from './findings.ts';
import type { Knowledge } from './knowledge.ts';
import { listLogins, vpnGuessing } from './logins.ts';
import { plainly } from './messages.ts';
import { commands, origin, overVpn, started } from './origins.ts';
import { makeSearch, minutes } from './search.ts';
import { webAttacks } from './web.ts';

/** Programs where no installer puts them. */
const oddPlace =
  /\\(ProgramData|Windows|Windows\\Temp|Downloads|Temp|AppData\\Roaming\\[^\\]+|AppData\\Local\\Temp)\\[^\\]+\.exe$/i;
const knownThere = /\\Windows\\(explorer|regedit|notepad|hh|splwow64|bfsvc|helppane|winhlp32|write)\.exe$/i;
const lure = /\.(docm|xlsm|zip|iso|lnk|js|hta)\b/i;

/** Name of an attachment as Postfix logs it: an RFC 2047 encoded word where it is not ASCII. */
function attachmentOf(text: string): string {
  const name = /filename="([^"]*)"/.exec(text)?.[1] ?? '';
  return name.replace(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_, coded: string) =>
    Buffer.from(coded, 'base64').toString('utf8'),
  );
}

export function investigate(world: World, desk: Desk, knowledge: Knowledge, hours: number): Findings {
  const search = makeSearch(world, desk, knowledge);
  const { found, lines, since, knows, outside, suspect, indicate } = search;
  const byName = new Map(world.organisation.hosts.map(host => [host.name, host]));

  // 1. What others say.
  if (knows('alert'))
    for (const said of desk.utterances) {
      if (said.answers !== 0) continue;
      const { host, ip, domain, site } = said.message.values;
      const name = String(host ?? '');
      if (byName.has(name)) {
        note(found, 'host', name, undefined, said.at);
        const first = lines.find(line => line.host === name && line.object === domain);
        const any =
          first ??
          lines.find(line => line.host === name && line.at > said.at - 120 * minutes && line.at < said.at);
        if (any) suspect(name, any);
      }
      plainly(search, said);
      if (domain) note(found, 'domain', String(domain), undefined, said.at);
      if (site) note(found, 'domain', String(site), undefined, said.at);
      if (ip && outside(String(ip))) note(found, 'ip', String(ip), undefined, said.at);
    }

  // 2. Lines that are odd in themselves.
  for (const line of lines) if (odd(line)) suspect(line.host, line);
  function odd(line: Line): boolean {
    if (knows('alert') && line.code === 'alert' && /executable content/.test(line.object)) {
      const fetched = lines.find(
        one => one.log === 'squid' && one.destination === line.source && Math.abs(one.at - line.at) < 10_000,
      );
      if (fetched) suspect(fetched.host, fetched);
      if (fetched) indicate(fetched);
      return false;
    }
    if (knows('replication') && line.code === 'alert' && /replication/.test(line.object)) {
      tell(found, 'T1003.006', line);
      note(found, 'account', 'krbtgt', line);
      return true;
    }
    return (
      knows('odd-program') &&
      line.code === 'sysmon:29' &&
      oddPlace.test(line.object) &&
      !knownThere.test(line.object)
    );
  }

  // 3. Attacks from outside: public servers, guessed passwords.
  if (knows('web-attack')) webAttacks(search);
  if (knows('vpn-guessing')) vpnGuessing(search);
  if (knows('list-login')) listLogins(search);

  if (knows('deployment')) deployed();
  /** One task made on many hosts that starts a program where no installer puts one. */
  function deployed(): void {
    const made = lines.filter(
      line => line.code === '4698' && /C:\\\\?Windows\\\\?[^\\]+\.exe/i.test(line.text),
    );
    for (const [task, list] of Map.groupBy(made, line => line.object)) {
      if (new Set(list.map(line => line.host)).size < 5) continue;
      note(found, 'task', task.replace(/^\\/, ''), list[0]);
      tell(found, 'T1072', list[0]!);
      for (const line of list) note(found, 'host', line.host, line);
    }
  }

  // 4. From host to host, as many as there is time for.
  const visitors = new Map<string, Set<string>>();
  const squid = lines.filter(line => line.log === 'squid');
  for (const line of squid) {
    const set = visitors.get(line.object) ?? new Set();
    visitors.set(line.object, set.add(line.host));
  }
  const examined = new Set<string>();
  const capacity = Math.max(1, Math.floor(hours * knowledge.hostsPerHour));
  for (let next = pick(); next !== undefined && examined.size < capacity; next = pick()) examine(next);
  function pick(): string | undefined {
    return [...since].sort((a, b) => a[1].at - b[1].at).find(([name]) => !examined.has(name))?.[0];
  }
  function examine(name: string): void {
    examined.add(name);
    const first = since.get(name)!;
    const host = byName.get(name)!;
    const owner = host.owner?.account ?? '';
    const from = first.at - 15 * minutes;
    const inside = lines.filter(line => line.host === name && line.at >= from);
    // Having asked for a bad name is not yet having been taken.
    const ran = new Set(inside.flatMap(line => (strange(line) ? [line.object] : [])));
    if (
      knows('origin') &&
      ran.size === 0 &&
      squid.filter(line => line.host === name && bad(line)).length < 15
    )
      return;
    note(found, 'host', name, first);
    if (knows('origin')) {
      origin(found, name, inside);
      overVpn(found, name, lines, inside.filter(strange));
    }
    if (knows('commands')) commands(found, inside);
    if (knows('odd-program'))
      for (const line of inside) {
        if (knows('origin') ? !ran.has(line.object) : !/^sysmon:(29|1)$/.test(line.code)) continue;
        if (!started(line) || !oddPlace.test(line.object) || knownThere.test(line.object)) continue;
        note(found, 'path', line.object, line);
        note(found, 'sha256', (/SHA256=([0-9a-f]{64})/i.exec(line.text)?.[1] ?? '').toLowerCase(), line);
        if (line.user && line.user === owner) note(found, 'account', owner, line);
      }
    if (knows('password-memory'))
      for (const line of inside)
        if (
          line.code === 'sysmon:10' &&
          /lsass/i.test(line.object) &&
          /ProgramData|Temp/.test(line.text) &&
          line.at > first.at - minutes
        )
          tell(found, 'T1003.001', line);
    for (const line of inside) {
      if (line.code === '7045' && knows('odd-program')) note(found, 'service', line.object, line);
      if (
        line.code === 'sysmon:11' &&
        knows('mail') &&
        /Content\.Outlook/.test(line.object) &&
        lure.test(line.object)
      )
        note(found, 'path', line.object, line);
      if (line.code === 'sysmon:13' && /^HKU.*\\Run\b/.test(line.object)) tell(found, 'T1547.001', line);
      if (line.code === 'sysmon:1' && /\\whoami\.exe$/i.test(line.object)) tell(found, 'T1087.002', line);
      if (line.code === '1102' && knows('log-cleared')) tell(found, 'T1070.001', line);
    }
    if (knows('beacon')) beacon(name, from);
    if (knows('mail') && owner) mail(owner, name, first);
    if (knows('logon-from') && host.ip) logons(host.ip, name, owner, from);
  }
  /** Names only very few hosts talk to, again and again. */
  function beacon(name: string, from: number): void {
    const count = new Map<string, number>();
    for (const line of squid)
      if (line.host === name && line.at >= from) count.set(line.object, (count.get(line.object) ?? 0) + 1);
    for (const [domain, times] of count) {
      const known = found.entities.has(`domain ${domain}`);
      const rare = (visitors.get(domain)?.size ?? 0) <= 3 && times >= 15;
      if (!known && !rare) continue;
      for (const line of squid)
        if (line.object === domain && line.at >= from) {
          indicate(line);
          note(found, 'url', /GET (http:\/\/\S+)/.exec(line.text)?.[1] ?? '', line);
          suspect(line.host, line);
        }
      const first = squid.find(line => line.object === domain && line.host === name);
      if (first && times >= 15) tell(found, 'T1071.001', first);
    }
  }
  /** A program of nobody's ran where no installer puts one; a file saved is no program run. */
  function strange(line: Line): boolean {
    if (!oddPlace.test(line.object) || knownThere.test(line.object)) return false;
    if (line.code === 'sysmon:1') return /"Company":"-?"/.test(line.text);
    return line.code === '4688' && !/\\Downloads\\/i.test(line.object);
  }
  function bad(line: Line): boolean {
    return found.entities.has(`domain ${line.object}`);
  }
  /** What came by mail shortly before. */
  function mail(owner: string, name: string, first: Line): void {
    const letter = lines.findLast(
      line =>
        line.code === 'attachment' &&
        line.user === owner &&
        outside(line.source) &&
        line.at < first.at + minutes &&
        line.at > first.at - 120 * minutes &&
        lure.test(attachmentOf(line.text)),
    );
    if (!letter) return;
    // Mail with documents comes all day: this one must have been opened there.
    const opened = lines.some(
      line =>
        line.host === name &&
        line.code === 'sysmon:11' &&
        /Content\.Outlook/.test(line.object) &&
        lure.test(line.object) &&
        line.at > letter.at &&
        line.at < first.at + minutes,
    );
    if (knows('origin') && !opened) return;
    note(found, 'email', /from=<([^>]+)>/.exec(letter.text)?.[1] ?? '', letter);
    note(found, 'ip', letter.source, letter);
    note(found, 'account', owner, letter);
    tell(found, 'T1566.001', letter);
    tell(found, 'T1204.002', { ...first, host: name });
    if (!found.route.some(one => one.to === name))
      found.route.push({ from: 'internet', to: name, technique: 'T1204.002', at: first.at });
  }
  /** Privileged logons from a host in the attacker's hands by somebody who does not sit there. */
  function logons(address: string, name: string, owner: string, from: number): void {
    for (const line of lines) {
      if (line.source !== address || line.at < from || line.user === owner || line.user.endsWith('$'))
        continue;
      if (line.code === '4624' && line.host !== name && line.user !== '' && line.user !== 'anonymous logon') {
        if (
          !lines.some(
            one =>
              one.code === '4672' &&
              one.host === line.host &&
              one.user === line.user &&
              Math.abs(one.at - line.at) < 3000,
          )
        )
          continue;
        note(found, 'account', line.user, line);
        note(found, 'host', line.host, line);
        const odd = lines.find(
          one =>
            one.host === line.host &&
            one.at >= line.at - 1000 &&
            one.at < line.at + 5 * minutes &&
            /^(4688|7045|sysmon:29)$/.test(one.code) &&
            (one.code === '7045' || (oddPlace.test(one.object) && !knownThere.test(one.object))),
        );
        if (odd) {
          suspect(line.host, line);
          tell(found, 'T1021.002', line);
          if (!found.route.some(one => one.to === line.host))
            found.route.push({ from: name, to: line.host, technique: 'T1021.002', at: line.at });
        }
      }
      if (knows('files') && line.code === 'SMB::FILE_OPEN' && /\\/.test(line.object)) {
        note(found, 'path', line.object, line);
        tell(found, 'T1039', line);
      }
    }
  }
  if (knows('new-account'))
    for (const line of lines) {
      if (line.code !== '4720') continue;
      const by = named(found, 'account').some(account => line.text.toLowerCase().includes(`"${account}"`));
      if (!by) continue;
      note(found, 'account', line.object, line);
      tell(found, 'T1136.002', line);
    }
  return found;
}
