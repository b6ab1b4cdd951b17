// Small pieces several moves need.
import { type TProperties, Type } from 'typebox';
import { credentialGood, goldenGood } from '../../run/situation.ts';
import { type Course, minutes, type Trail } from '../../run/state.ts';
import { networkLogon, refusal } from '../../run/traces/logon.ts';
import { visit } from '../../run/traces/network.ts';
import type { Host } from '../../world/entities.ts';
import type { Session } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import type { Operation } from '../operation.ts';

/** Parameters of a move. */
export const parameters = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
export const castName = (description: string) => Type.String({ maxLength: 60, description, cast: true });
export const count = (description: string) => Type.Number({ minimum: 0, description });

/** A hash that stands for a file of the attacker; there is no such file. */
export const fileHash = (operation: Operation, name: string): string =>
  operation.run.random('file', name).hex(64);

/**
 * Logs on to a host with what is in hand: the wanted account first, then (as far as the scenario's attacker can) another
 * one or a forged ticket. Every refusal leaves its own lines. Undefined when nothing works.
 */
export function* getIn(
  operation: Operation,
  to: Host,
  wanted: string,
  over: 'smb' | 'winrm' | 'rdp' | 'dce_rpc' | 'ldap',
  how: { type?: 3 | 10; elevated?: boolean } = {},
): Course<Session | undefined> {
  const { run, trail } = operation;
  const { situation } = run;
  const reaction = (rule: string) =>
    run.variant.scenario.attacker.reactions.find(one => one.rule === rule)?.minutes;
  const from = operation.from.host;
  const base = { from, to, over, elevated: how.elevated ?? true, ...(how.type ? { type: how.type } : {}) };
  const known = situation.credentials.get(wanted);
  if (known && credentialGood(situation, known)) {
    operation.used(wanted);
    return networkLogon(trail, { ...base, account: wanted, ntlm: known.level === 'local-admin' });
  }
  if (known) {
    networkLogon(trail, { ...base, account: wanted, ok: false, failure: refusal(run, wanted) });
    yield minutes(reaction('other-account') ?? 1);
  }
  if (reaction('other-account') !== undefined) {
    const other = [...situation.credentials.values()].find(
      one => one.level !== 'user' && one.account !== wanted && credentialGood(situation, one),
    );
    if (other) {
      operation.used(other.account);
      return networkLogon(trail, { ...base, account: other.account });
    }
  }
  if (reaction('golden-ticket') !== undefined && situation.golden) {
    yield minutes(reaction('golden-ticket')!);
    if (goldenGood(situation)) {
      operation.used(wanted);
      return networkLogon(trail, { ...base, account: wanted, forged: true, rc4: true });
    }
    networkLogon(trail, { ...base, account: wanted, ok: false, failure: 'bad-password' });
  }
  return undefined;
}

/** A file of the web server is opened for writing by the server itself, as its audit log says. */
export function openPage(trail: Trail, host: Host, path: string, how: string): void {
  trail.write({
    kind: 'audit',
    at: trail.tick(),
    host,
    cause: trail.cause,
    what: 'open',
    account: 'www-data',
    uid: 33,
    pid: 900 + (hashKeys(trail.run.variant.seed, host.name, path) % 4000),
    exe: '/usr/sbin/apache2',
    arguments: [how],
    path,
    ok: true,
  });
}

/** A page to command a web server by is left there and tried once; from now on it is reached from an address outside. */
export function webPage(operation: Operation, server: Host, address: string, page: string, by: string): void {
  const { trail, run } = operation;
  const path = `/var/www/html${page}`;
  const sha256 = fileHash(operation, page);
  visit(trail, server, address, { method: 'POST', path: by, status: 200, sent: 4200 });
  openPage(trail, server, path, 'O_CREAT');
  visit(trail, server, address, { method: 'POST', path: page, status: 200, bytes: 220, sent: 300 });
  trail.write({
    kind: 'audit',
    at: trail.tick(),
    host: server,
    cause: trail.cause,
    what: 'execve',
    account: 'www-data',
    uid: 33,
    pid: 5000 + (hashKeys(run.variant.seed, server.name, page) % 20_000),
    exe: '/usr/bin/id',
    arguments: ['id'],
    path: '/usr/bin/id',
    ok: true,
  });
  operation.left('path', path);
  operation.left('ip', address);
  operation.plant({
    host: server,
    session: { host: server, account: 'www-data', sid: '', domain: '', logonId: '0x21' },
    process: { pid: 2211, guid: '', image: '/usr/sbin/apache2', commandLine: '/usr/sbin/apache2 -k start' },
    path,
    sha256,
    level: 'user',
    kind: 'inbound',
    origin: address,
  });
}
