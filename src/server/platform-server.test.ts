// The server process as a whole: a start that fails lets go of everything, so that the next one succeeds.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#warn/protect/peers/process.ts';
import { loadSettings } from './config/load.ts';
import { openStores, type Stores } from './open-stores.ts';
import { startPlatformServer } from './platform-server.ts';

let folder: string;
let stores: Stores;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-server-'));
  stores = await openStores(loadSettings({}, { data: folder }));
}, 60_000);
afterAll(async () => {
  await stores?.close();
  rmSync(folder, { recursive: true, force: true });
});

const taken = async () => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    free: () => new Promise(resolve => server.close(resolve)),
  };
};

test('a taken port is named, and what had been started is closed again', async () => {
  const other = await taken();
  const collector = await freePort();
  const settings = loadSettings(
    {},
    {
      data: folder,
      'http-port': String(other.port),
      'collector-port': String(collector),
      'log-level': 'error',
    },
  );
  await expect(startPlatformServer({ settings, clock: Date.now })).rejects.toMatchObject({
    code: 'HTTP_LISTEN',
    remedy: expect.stringContaining('--http-port'),
  });
  await other.free();
  // Collector port, journal, list socket and records are free again, or this could not start.
  const server = await startPlatformServer({ settings, clock: Date.now });
  expect(server).toMatchObject({ port: other.port, collectorPort: collector });
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  await server.close();
  await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow();
  const again = await startPlatformServer({ settings, clock: Date.now });
  await again.close();
}, 60_000);
