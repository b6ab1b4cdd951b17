// Starts the store as a child process and waits until it listens: for tests, benchmarks and single commands.
// `hinomi up` supervises the same entry itself.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HinomiError } from '#model/errors.ts';
import { storeSocketPath } from './store.ts';

/** The entry of the store process. */
export const storeEntry = fileURLToPath(new URL('./main.ts', import.meta.url));

export interface StoreProcess {
  process: ChildProcess;
  socketPath: string;
  /** Loopback address and key file, when a port was asked for. */
  url?: string;
  keyFile?: string;
  /** Ends it with a signal and waits. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the store on a data directory.
 * @throws HinomiError with the store's own code and remedy when it does not come up.
 */
export async function spawnStore(data: string, args: readonly string[] = []): Promise<StoreProcess> {
  const child = spawn(process.execPath, [storeEntry, '--data', data, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  });
  let stderr = '';
  child.stderr?.on('data', chunk => {
    stderr = (stderr + String(chunk)).slice(-4000);
  });
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', message => resolve(message as Ready));
    child.once('error', reject);
    child.once('exit', code =>
      resolve({ ready: false, code: 'STORE_OPEN', message: `the store ended with code ${code}: ${stderr}` }),
    );
  });
  if (!ready.ready)
    throw new HinomiError(ready.code ?? 'STORE_OPEN', ready.message ?? stderr, {
      remedy: ready.remedy ?? '',
    });
  return {
    process: child,
    socketPath: ready.socketPath ?? storeSocketPath(data),
    ...(ready.url ? { url: ready.url } : {}),
    ...(ready.keyFile ? { keyFile: ready.keyFile } : {}),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}

interface Ready {
  ready: boolean;
  socketPath?: string;
  url?: string;
  keyFile?: string;
  code?: string;
  message?: string;
  remedy?: string;
}
