// The store process as a value: engine + HTTP on a Unix socket (and, if asked, a loopback port with a key file).
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import { writeEngineConfig } from './config.ts';
import { Engine } from './engine.ts';
import { serveEngine } from './serve.ts';

export interface EmbeddedStoreOptions {
  /** Hinomi's data directory; the store uses `events/` and `run/` in it. */
  data: string;
  /** Default `<data>/run/store.sock`. */
  socketPath?: string;
  /** Also listen on this loopback port (0: any free one); the key is written to `<data>/run/store.key`, mode 0600. */
  port?: number;
  /** Memory for the engine; default half of the machine's, at most 8 GiB. */
  memoryBytes?: number;
}

export interface EmbeddedStore {
  socketPath: string;
  /** Present when a port was asked for. */
  url?: string;
  keyFile?: string;
  /** Finishes running statements (at most `graceMs`), then closes the engine. */
  close(graceMs?: number): Promise<void>;
}

/** Path of the store's socket under a data directory. */
export const storeSocketPath = (data: string): string => join(data, 'run', 'store.sock');

/**
 * Opens the embedded event store and listens.
 * @throws HinomiError `STORE_LOCKED` when another process has it open.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const run = join(options.data, 'run');
  const socketPath = options.socketPath ?? storeSocketPath(options.data);
  await mkdir(run, { recursive: true, mode: 0o700 });
  await mkdir(dirname(socketPath), { recursive: true, mode: 0o700 });
  await freeStaleSocket(socketPath);
  const memoryBytes = options.memoryBytes ?? Math.min(8 * 2 ** 30, Math.floor(totalmem() / 2));
  const engine = new Engine(join(options.data, 'events'), writeEngineConfig(run, { memoryBytes }));
  const servers: Server[] = [];
  const base = { engine, scratch: join(run, 'inserts') };
  try {
    const local = await serveEngine(base);
    servers.push(local);
    await listen(local, { path: socketPath });
    await chmod(socketPath, 0o600);
    let url: string | undefined;
    let keyFile: string | undefined;
    if (options.port !== undefined) {
      const key = randomBytes(24).toString('base64url');
      keyFile = join(run, 'store.key');
      await rm(keyFile, { force: true });
      await writeFile(keyFile, key, { mode: 0o600 });
      const loopback = await serveEngine({ ...base, scratch: join(run, 'inserts-port'), key });
      servers.push(loopback);
      await listen(loopback, { host: '127.0.0.1', port: options.port });
      url = `http://127.0.0.1:${(loopback.address() as AddressInfo).port}`;
    }
    return {
      socketPath,
      ...(url ? { url } : {}),
      ...(keyFile ? { keyFile } : {}),
      close: graceMs => close(servers, engine, graceMs),
    };
  } catch (error) {
    await close(servers, engine, 0);
    throw error;
  }
}

/** A socket file left by a killed process answers nobody and is removed; a live one is somebody else's. */
async function freeStaleSocket(path: string): Promise<void> {
  const alive = await new Promise<boolean>(resolve => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
  if (alive)
    throw new HinomiError('STORE_LOCKED', `another store listens on ${path}`, {
      place: { file: path },
      remedy: 'Stop the other Hinomi, or give this one another data directory.',
    });
  await rm(path, { force: true });
}

const listen = (server: Server, where: { path: string } | { host: string; port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      // accept(2) failing for want of descriptors must not end the process.
      server.on('error', error => console.error(`store: ${error.message}`));
      resolve();
    });
  });

async function close(servers: readonly Server[], engine: Engine, graceMs = 10_000): Promise<void> {
  const deadline = performance.now() + graceMs;
  for (const server of servers) server.close();
  while (engine.busy > 0 && performance.now() < deadline)
    await new Promise(resolve => setTimeout(resolve, 20));
  for (const server of servers) server.closeAllConnections();
  engine.close();
}
