// How a program came to run on a host, and what the commands after it are for.
import type { Line } from './desk.ts';
import { type Findings, note, tell } from './findings.ts';

/** A program starts, or a program's file appears. */
export const started = (line: Line): boolean => /^(sysmon:(29|1)|4688)$/.test(line.code);

const parentOf = (line: Line): string =>
  (/"Parent(?:Image|ProcessName)":"([^"]+)"/.exec(line.text)?.[1] ?? '').split('\\').at(-1)!.toLowerCase();

/** By what started the program: browser, remote administration, service. */
const entries: readonly [parent: RegExp, technique: string, from: 'internet' | ''][] = [
  [/^(msedge|chrome|firefox|iexplore)\.exe$/, 'T1189', 'internet'],
  [/^wsmprovhost\.exe$/, 'T1021.006', ''],
  [/^wmiprvse\.exe$/, 'T1047', ''],
];
const oddPlace =
  /\\(ProgramData|Windows\\Temp|Downloads|Temp|AppData\\Roaming\\[^\\]+|AppData\\Local\\Temp)\\[^\\]+\.exe$/i;

export function origin(found: Findings, name: string, inside: readonly Line[]): void {
  for (const line of inside) {
    if (!/^(sysmon:1|4688)$/.test(line.code) || !oddPlace.test(line.object)) continue;
    const entry = entries.find(([parent]) => parent.test(parentOf(line)));
    if (!entry) continue;
    const [, technique, from] = entry;
    tell(found, technique, line);
    if (from && !found.route.some(one => one.to === name))
      found.route.push({ from, to: name, technique, at: line.at });
  }
}

/** Somebody came over the VPN and something strange ran at once: the connection is the intruder's. */
export function overVpn(found: Findings, name: string, lines: readonly Line[], ran: readonly Line[]): void {
  for (const start of ran) {
    const logon = lines.findLast(
      line =>
        line.host === name &&
        line.code === '4624' &&
        line.source !== '' &&
        line.at < start.at &&
        line.at > start.at - 15 * 60_000,
    );
    const connect =
      logon &&
      lines.findLast(
        line =>
          line.log === 'vpn' &&
          line.code === 'connect' &&
          line.destination === logon.source &&
          line.user === logon.user &&
          line.at < logon.at,
      );
    if (!connect) continue;
    note(found, 'ip', connect.source, connect);
    note(found, 'account', connect.user, connect);
    tell(found, 'T1133', connect);
    if (!found.route.some(one => one.to === name))
      found.route.push({ from: 'internet', to: name, technique: 'T1133', at: logon.at });
  }
}

const meanings: readonly [RegExp, string][] = [
  [/\\systeminfo\.exe$/i, 'T1082'],
  [/\\nltest\.exe$/i, 'T1018'],
  [/\\schtasks\.exe$/i, 'T1053.005'],
  [/\\vssadmin\.exe$/i, 'T1490'],
];

/** Commands on a host an intruder is on; on any other they are somebody's work. */
export function commands(found: Findings, inside: readonly Line[]): void {
  for (const line of inside) {
    if (line.code === '4698') tell(found, 'T1053.005', line);
    if (line.code !== 'sysmon:1') continue;
    const meaning = meanings.find(([image]) => image.test(line.object));
    if (meaning) tell(found, meaning[1], line);
    if (/makearchive|-r -p/.test(line.text)) tell(found, 'T1560.001', line);
  }
}
