// Attacks on public servers: holes tried, pages left behind, pages altered, tables carried away.
import type { Line } from './desk.ts';
import { named, note, tell } from './findings.ts';
import { minutes, type Search } from './search.ts';

const root = '/var/www/html';
const isWeb = (line: Line) => line.log.startsWith('apache');
/** Pages of programs where only files of people should be. */
const page = /^\/(upload|files|img|assets|css)\/(?!index\.php)[\w-]+\.php/;

/** Answers of what a hexadecimal field of the audit log says. */
const plain = (text: string): string =>
  text.replace(/\ba\d=([0-9A-F]{8,})\b/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('utf8'));

export function webAttacks(search: Search): void {
  const { lines, found, outside } = search;
  const web = lines.filter(isWeb);
  const guilty = new Map<string, string>();
  for (const line of lines)
    if (line.code === 'alert' && /SQL|WEB_SERVER/.test(line.object) && outside(line.source))
      guilty.set(line.source, 'T1190');
  // Passwords tried at the page editor from outside, one after another.
  const tries = Map.groupBy(
    web.filter(
      line => line.code.startsWith('POST') && /^\/admin\/login/.test(line.object) && outside(line.source),
    ),
    line => line.source,
  );
  for (const [source, list] of tries) if (list.length >= 20) guilty.set(source, 'T1110.001');

  const doors = new Set<string>();
  const enter = (line: Line, technique: string) => {
    if (note(found, 'host', line.host, line) || !found.route.some(one => one.to === line.host)) {
      if (!found.route.some(one => one.to === line.host))
        found.route.push({ from: 'internet', to: line.host, technique, at: line.at });
      tell(found, technique, line);
      tell(found, 'T1505.003', line);
    }
  };
  for (const line of web) {
    const technique = guilty.get(line.source);
    if (!technique || !/^POST (200|302)/.test(line.code)) continue;
    const door = page.exec(line.object)?.[0];
    if (/upload/.test(line.object) || door) {
      enter(line, technique);
      note(found, 'ip', line.source, line);
    }
    if (door) doors.add(door);
  }
  if (search.knows('web-doors')) {
    // Whoever posts to a program among pictures is no visitor.
    for (const line of web) {
      const door = page.exec(line.object)?.[0];
      if (door && /^POST 200/.test(line.code) && outside(line.source)) doors.add(door);
    }
    const made = lines.filter(
      line => line.code === 'audit:PATH' && line.user === 'www-data' && /nametype=CREATE/.test(line.text),
    );
    for (const line of made) {
      const door = line.object.startsWith(root) ? page.exec(line.object.slice(root.length))?.[0] : undefined;
      if (door) doors.add(door);
      if (/^\/var\/tmp\/\./.test(line.object)) note(found, 'path', line.object, line);
    }
    cron(search);
  }
  for (const line of web) {
    const door = page.exec(line.object)?.[0];
    if (!door || !doors.has(door) || !outside(line.source)) continue;
    note(found, 'ip', line.source, line);
    note(found, 'path', `${root}${door}`, line);
    note(found, 'account', 'www-data', line);
    enter(line, 'T1190');
  }
  for (const [source, technique] of guilty) {
    const first = web.find(line => line.source === source);
    if (!first || !named(found, 'host').includes(first.host)) continue;
    note(found, 'ip', source, first);
    tell(found, technique === 'T1190' ? 'T1595.002' : technique, first);
  }
  altered(search, doors);
  if (search.knows('database')) tables(search, doors);
}

/** An entry of the web server's own account. */
function cron({ lines, found }: Search): void {
  const entry = lines.find(
    line =>
      line.code === 'audit:EXECVE' && line.user === 'www-data' && /var\/www|crontab/.test(plain(line.text)),
  );
  if (entry) tell(found, 'T1053.003', entry);
}

/** Pages rewritten by the server itself just after a door was used. */
function altered({ lines, found }: Search, doors: ReadonlySet<string>): void {
  if (doors.size === 0) return;
  const used = lines.filter(line => isWeb(line) && doors.has(page.exec(line.object)?.[0] ?? ''));
  for (const line of lines) {
    if (line.code !== 'audit:PATH' || line.user !== 'www-data' || !/\.html$/.test(line.object)) continue;
    if (!used.some(one => one.host === line.host && Math.abs(one.at - line.at) < 5000)) continue;
    note(found, 'path', line.object, line);
    tell(found, 'T1491.002', line);
  }
}

/** Many rows at once for the web server's account, and where they went. */
function tables({ lines, found, outside }: Search, doors: ReadonlySet<string>): void {
  const reads = lines.filter(
    line =>
      line.log === 'database' &&
      /(FROM|from) members\b/.test(line.text) &&
      Number(/<not logged>,(\d+)/.exec(line.text)?.[1] ?? 0) >= 1000,
  );
  for (const line of reads) {
    note(found, 'host', line.host, line);
    note(found, 'path', 'members', line);
    tell(found, 'T1213.006', line);
    const out = lines.find(
      one =>
        isWeb(one) &&
        outside(one.source) &&
        doors.has(page.exec(one.object)?.[0] ?? '') &&
        Math.abs(one.at - line.at) < minutes,
    );
    if (out) note(found, 'ip', out.source, out);
  }
}
