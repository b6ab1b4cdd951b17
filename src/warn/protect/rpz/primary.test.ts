// Real dig, Unbound and BIND take the zones from our primary.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#model/time.ts';
import type { ListEntry } from '../../indicators/list-entry.ts';
import { startAuthority } from '../peers/authority.ts';
import { DnsClient } from '../peers/client.ts';
import { findProgram, freePort, type Peer } from '../peers/process.ts';
import { hasNamed, hasUnbound, startNamed, startUnbound } from '../peers/resolvers.ts';
import { Policy } from './policy.ts';
import { type Primary, startPrimary } from './primary.ts';
import { Publisher } from './publisher.ts';
import { ruleOf } from './rules.ts';

const run = promisify(execFile);
const key = {
  name: 'hinomi-test',
  secret: Buffer.from('an only child of the test suite!').toString('base64'),
};
const wrong = Buffer.from('another secret of the same size!').toString('base64');

let dir: string;
let policy: Policy;
let publisher: Publisher;
let primary: Primary;
let authority: Awaited<ReturnType<typeof startAuthority>>;
let unbound: Peer | undefined;
let named: Peer | undefined;

type Small = Pick<ListEntry, 'type' | 'value' | 'subdomains' | 'action'>;
const domain = (value: string, action: Small['action'] = 'warn', subdomains = true): Small => ({
  type: 'domain',
  value,
  subdomains,
  action,
});
const list = (entry: Small) => publisher.touch(policy.set(ruleOf(entry)!, 1));
const unlist = (entry: Small) => publisher.touch(policy.unset(ruleOf(entry)!));

const size = 70_000; // 105,004 owners in base
const dig = (...args: string[]) =>
  run(findProgram('dig')!, ['@127.0.0.1', '-p', String(primary.port), '+tries=1', '+time=5', ...args], {
    maxBuffer: 1 << 28,
  }).then(done => done.stdout);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hinomi-rpz-'));
  for (const each of ['unbound', 'named', 'zones']) await mkdir(join(dir, each));
  policy = new Policy();
  for (let index = 0; index < size; index++)
    policy.set(ruleOf(domain(`base-${index}.bad.example`, 'warn', index % 2 === 0))!, 1);
  policy.set(ruleOf({ type: 'ipv4', value: '198.18.7.7', subdomains: false, action: 'warn' })!, 1);
  policy.set(
    ruleOf({ type: 'cidr', value: '2001:db8:0:0:1::/80', subdomains: false, action: 'nxdomain' })!,
    1,
  );
  policy.set(
    ruleOf({ type: 'ipv6', value: '2001:db8:0:0:1:0:0:1', subdomains: false, action: 'nxdomain' })!,
    1,
  );
  policy.set(
    ruleOf({ type: 'nameserver', value: 'ns.evil.example', subdomains: false, action: 'nxdomain' })!,
    1,
  );
  const ports = { unbound: await freePort(), named: await freePort() };
  publisher = new Publisher({
    policy,
    dir: join(dir, 'zones'),
    hotName: 'hot.rpz.hinomi',
    baseName: 'base.rpz.hinomi',
    clock: systemClock,
    published: zone => primary?.published(zone),
    settled: (zone, serial) => primary.settled(zone, serial),
  });
  await publisher.start();
  primary = await startPrimary(
    {
      listen: { address: '127.0.0.1', port: 0 },
      warningHost: 'warning.hinomi.example',
      applyMs: 1_500,
      keys: [key],
      allow: [{ from: '127.0.0.1' }],
      secondaries: [
        ...(hasUnbound() ? [{ address: '127.0.0.1', port: ports.unbound }] : []),
        ...(hasNamed() ? [{ address: '127.0.0.1', port: ports.named, key: key.name }] : []),
      ],
    },
    [publisher.hot, publisher.base],
    systemClock,
  );
  authority = await startAuthority({
    addressOf: name =>
      name === 'warning.hinomi.example'
        ? '127.0.0.53'
        : name.startsWith('ip-listed')
          ? '198.18.7.7'
          : '192.0.2.1',
  });
  const zones = {
    primary: { address: '127.0.0.1', port: primary.port },
    hot: 'hot.rpz.hinomi',
    base: 'base.rpz.hinomi',
    key,
  };
  if (hasUnbound())
    unbound = await startUnbound({
      dir: join(dir, 'unbound'),
      port: ports.unbound,
      upstream: authority.port,
      zones,
    });
  if (hasNamed())
    named = await startNamed({ dir: join(dir, 'named'), port: ports.named, upstream: authority.port, zones });
});

afterAll(async () => {
  await unbound?.stop();
  await named?.stop();
  await authority?.close();
  await primary?.close();
  await publisher?.close();
  await rm(dir, { recursive: true, force: true });
});

/** Asks until the predicate holds; ms it took. */
async function until(client: DnsClient, name: string, blocked: boolean, limitMs = 5_000): Promise<number> {
  const start = performance.now();
  for (;;) {
    const answer = await client.ask(name);
    if (answer && answer.addresses.includes('127.0.0.53') === blocked && answer.rcode === 0)
      return performance.now() - start;
    if (performance.now() - start > limitMs)
      throw new Error(
        `${name} not ${blocked ? 'blocked' : 'answered'}: ${JSON.stringify(answer?.addresses)} ${answer?.rcode}`,
      );
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

describe.skipIf(!findProgram('dig'))('dig', () => {
  test('a signed AXFR over many messages has every owner once', async () => {
    const text = await dig('-y', `hmac-sha256:${key.name}:${key.secret}`, 'base.rpz.hinomi', 'AXFR');
    const owners = text.split('\n').filter(line => /\sIN\s+CNAME\s/.test(line));
    expect(owners).toHaveLength(size * 1.5 + 4);
    expect(new Set(owners).size).toBe(owners.length);
    expect(text).not.toMatch(/tsig verify failure|Couldn't|Transfer failed/i);
    expect(text).toContain('32.7.7.18.198.rpz-ip.base.rpz.hinomi.');
    expect(Number(/bytes (\d+)\)/.exec(text)?.[1])).toBeGreaterThan(65_536);
  });

  test('a wrong secret and an unknown key are refused with the right error, unsigned', async () => {
    const bad = await dig('-y', `hmac-sha256:${key.name}:${wrong}`, 'base.rpz.hinomi', 'SOA');
    expect(bad).toContain('BADSIG');
    const unknown = await dig('-y', `hmac-sha256:nobody:${wrong}`, 'base.rpz.hinomi', 'SOA');
    expect(unknown).toContain('BADKEY');
    expect(unknown).toContain('NOTAUTH');
  });

  test('other names, other types and other zones are refused', async () => {
    expect(await dig('www.example.com', 'A')).toContain('status: REFUSED');
    expect(await dig('base.rpz.hinomi', 'A')).toContain('status: REFUSED');
    expect(await dig('base.rpz.hinomi', 'NS')).toContain('status: NOERROR');
  });

  test('IXFR from any earlier serial gives the differences, also over many steps', async () => {
    const before = publisher.hot.serial;
    list(domain('one.example'));
    await publisher.flush();
    list(domain('two.example', 'nxdomain', false));
    await publisher.flush();
    unlist(domain('one.example'));
    await publisher.flush();
    const text = await dig('hot.rpz.hinomi', `IXFR=${before}`);
    expect(text).toMatch(/^two\.example\.hot\.rpz\.hinomi\.\s+\d+\s+IN\s+CNAME\s+\.$/m);
    expect(text).not.toContain('one.example');
    expect(text.match(/\tSOA\t/g)).toHaveLength(4);
    unlist(domain('two.example'));
    await publisher.flush();
  });
});

for (const [name, peer, has] of [
  ['Unbound', () => unbound!, hasUnbound()],
  ['BIND', () => named!, hasNamed()],
] as const)
  describe.skipIf(!has)(name, () => {
    test('base entries are blocked, others answered, addresses in answers looked at', async () => {
      const client = await DnsClient.open(peer().port);
      await until(client, 'base-0.bad.example', true);
      await until(client, 'www.base-0.bad.example', true);
      await until(client, 'base-1.bad.example', true);
      await until(client, 'www.base-1.bad.example', false);
      await until(client, 'fine.example', false);
      await until(client, 'ip-listed.example', true);
      client.close();
    });

    test('listing blocks and unlisting answers within a second by IXFR; no background question is lost', async () => {
      const client = await DnsClient.open(peer().port);
      const load = await DnsClient.open(peer().port);
      let lost = 0;
      let asked = 0;
      const background = setInterval(() => {
        asked += 1;
        void load.ask(`background-${asked % 50}.example`).then(answer => {
          if (!answer) lost += 1;
        });
      }, 4);
      const times: number[] = [];
      for (let index = 0; index < 5; index++) {
        const target = domain(`fresh-${index}-${name.toLowerCase()}.example`);
        await until(client, target.value, false);
        list(target);
        times.push(await until(client, target.value, true));
        await until(client, `sub.${target.value}`, true);
        unlist(target);
        times.push(await until(client, target.value, false));
        const old = domain(`base-${index * 2 + 10}.bad.example`);
        await until(client, old.value, true);
        unlist(old);
        times.push(await until(client, old.value, false));
        list(old);
        times.push(await until(client, old.value, true));
      }
      clearInterval(background);
      await new Promise(resolve => setTimeout(resolve, 100));
      times.sort((a, b) => a - b);
      console.log(
        `${name}: p50 ${times[times.length >> 1]!.toFixed(1)} ms, max ${times.at(-1)!.toFixed(1)} ms; ${asked} background, ${lost} lost`,
      );
      expect(lost).toBe(0);
      expect(times.at(-1)).toBeLessThan(1_000);
      const hot = primary.status().find(each => each.zone === 'hot.rpz.hinomi');
      expect(hot?.kind).toBe('IXFR');
      client.close();
      load.close();
    });
  });

test.skipIf(!hasUnbound() || !hasNamed())(
  'compaction moves hot to base by IXFR, nothing uncovered meanwhile',
  async () => {
    const entries = Array.from({ length: 30 }, (_, index) => domain(`moved-${index}.example`));
    for (const entry of entries) list(entry);
    const clients = [await DnsClient.open(unbound!.port), await DnsClient.open(named!.port)];
    for (const client of clients) await until(client, 'moved-29.example', true);
    let uncovered = 0;
    const watch = setInterval(() => {
      for (const client of clients)
        void client.ask('moved-7.example').then(answer => {
          if (answer && !answer.addresses.includes('127.0.0.53')) uncovered += 1;
        });
    }, 3);
    await publisher.compact();
    const deadline = Date.now() + 15_000;
    while (!(await publisher.settle()) && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 50));
    expect(publisher.hot.entries).toBe(0);
    for (const client of clients)
      for (const index of [0, 29]) await until(client, `moved-${index}.example`, true);
    await new Promise(resolve => setTimeout(resolve, 300));
    clearInterval(watch);
    expect(uncovered).toBe(0);
    for (const client of clients) client.close();
    const base = primary.status().filter(each => each.zone === 'base.rpz.hinomi');
    expect(base.map(each => each.kind)).toEqual(['IXFR', 'IXFR']);
  },
);

test('a restart keeps serials rising and history: an old serial still gets differences', async () => {
  const before = publisher.hot.serial;
  list(domain('kept.example'));
  await publisher.flush();
  await publisher.close();
  const again = new Publisher({
    policy,
    dir: join(dir, 'zones'),
    hotName: 'hot.rpz.hinomi',
    baseName: 'base.rpz.hinomi',
    clock: () => 0,
  });
  await again.start();
  expect(again.hot.serial).toBeGreaterThan(before);
  expect(again.hot.journal.since(before)?.map(change => change.owner)).toContain('kept.example');
  await again.close();
});
