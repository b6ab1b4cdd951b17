// One laboratory for the DNS benchmarks: record store, list feed, DNS process as a child, an authority behind it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#model/time.ts';
import { openRecords } from '#store/records/records.ts';
import { createIndicatorService, type IndicatorService } from '#warn/indicators/service.ts';
import type { DnsConfig } from '#warn/protect/config.ts';
import type { DnsStatus } from '#warn/protect/feed/messages.ts';
import { serveListFeed } from '#warn/protect/feed/serve.ts';
import { startAuthority } from '#warn/protect/peers/authority.ts';
import { freePort } from '#warn/protect/peers/process.ts';
import type { ResolverSettingsInput } from '#warn/protect/resolver-settings.ts';

export const warningAddress = '127.0.0.53';
const key = { name: 'hinomi-bench', secret: Buffer.alloc(32, 9).toString('base64') };

export interface Laboratory {
  dir: string;
  service: IndicatorService;
  upstream: number;
  resolverPort: number;
  zones: ResolverSettingsInput;
  /** Ports the secondaries must listen on to hear NOTIFY. */
  ports: { unbound: number; bind: number };
  status(): DnsStatus | undefined;
  /** Seconds the import of the list took. */
  importSeconds: number;
  close(): Promise<void>;
}

/** Opens it with so many names on the list, `base-<n>.bad.example`, each with what lies below. */
export async function openLaboratory(entries: number): Promise<Laboratory> {
  const dir = await mkdtemp(join(tmpdir(), 'hinomi-bench-dns-'));
  for (const each of ['unbound', 'bind', 'plain']) await mkdir(join(dir, each));
  const records = await openRecords({ sqliteFile: join(dir, 'records.db') });
  const service = createIndicatorService({ records, clock: systemClock });
  const started = performance.now();
  const text = Array.from({ length: entries }, (_, index) => `base-${index}.bad.example`).join('\n');
  await service.addMany(
    text,
    { confidence: 80, reason: { id: 'bench', values: {} }, days: 30 },
    'feed:bench',
  );
  const importSeconds = (performance.now() - started) / 1000;
  const authority = await startAuthority({
    addressOf: name => (name === 'warning.hinomi.internal' ? warningAddress : '192.0.2.1'),
    ttl: 86_400,
  });
  const ports = { unbound: await freePort(), bind: await freePort() };
  const [resolverPort, rpzPort] = [await freePort(), await freePort()];
  const config: DnsConfig = {
    dir: join(dir, 'dns'),
    feedSocket: join(dir, 'list.sock'),
    hotZone: 'hot.rpz.hinomi',
    baseZone: 'base.rpz.hinomi',
    warningUrl: 'http://127.0.0.1:8081/',
    rpz: {
      listen: { address: '127.0.0.1', port: rpzPort },
      warningHost: 'warning.hinomi.internal',
      keys: [key],
      allow: [{ from: '127.0.0.1' }],
      secondaries: [
        { address: '127.0.0.1', port: ports.unbound },
        { address: '127.0.0.1', port: ports.bind, key: key.name },
      ],
    },
    forwarder: {
      listen: { address: '127.0.0.1', port: resolverPort },
      upstreams: [{ address: '127.0.0.1', port: authority.port }],
      warningAddresses: [warningAddress],
      perSecond: 0,
    },
  };
  let status: DnsStatus | undefined;
  const feed = await serveListFeed(config.feedSocket, service.feed, {
    status: newest => {
      status = newest;
    },
  });
  await writeFile(join(dir, 'dns.json'), JSON.stringify(config));
  const script = new URL('./dns-process.ts', import.meta.url).pathname;
  const child: ChildProcess = spawn(process.execPath, [script, join(dir, 'dns.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise(resolve => child.once('exit', resolve));
  await Promise.race([
    new Promise(resolve => child.stdout!.once('data', resolve)),
    gone.then(() => Promise.reject(new Error('the DNS process ended'))),
  ]);
  return {
    dir,
    service,
    upstream: authority.port,
    resolverPort,
    zones: {
      primary: { address: '127.0.0.1', port: rpzPort },
      hot: config.hotZone,
      base: config.baseZone,
      key,
    },
    ports,
    status: () => status,
    importSeconds,
    async close() {
      child.kill('SIGKILL');
      await gone;
      await feed.close();
      await authority.close();
      service.close();
      await records.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
