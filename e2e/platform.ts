// The whole platform as a user starts it, on free ports and a data folder of its own, for end-to-end tests.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '#warn/protect/peers/process.ts';

export { freePort };

export const root = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(root, 'hinomi');

export interface Ready {
  url: string;
  /** Link that makes the first administrator. */
  setup?: string;
  data: string;
}

export interface Platform {
  ready: Ready;
  ports: { http: number; resolver: number; rpz: number; warning: number; collector: number };
  data: string;
  /** Flags that let another `hinomi` command work on the same data. */
  flags: string[];
  process: ChildProcess;
  /** Everything `hinomi up` printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts `hinomi up` and waits until it says it is ready. `extra` are more flags, `again` the ports of an earlier start. */
export async function startPlatform(
  extra: string[] = [],
  data = mkdtempSync(join(tmpdir(), 'hinomi-e2e-')),
  again?: Platform['ports'],
): Promise<Platform> {
  const ports = again ?? {
    http: await freePort(),
    resolver: await freePort(),
    rpz: await freePort(),
    warning: await freePort(),
    collector: await freePort(),
  };
  const flags = [
    ...['--data', data],
    ...['--http-port', String(ports.http)],
    ...['--collector-port', String(ports.collector)],
    ...['--dns-resolver-port', String(ports.resolver)],
    ...['--dns-rpz-port', String(ports.rpz)],
    ...['--dns-warning-port', String(ports.warning)],
  ];
  // No outgoing question ever leaves the machine: the resolver's upstream is a port where nobody answers.
  const upstream = ['--dns-upstreams', `127.0.0.1:${await freePort()}`];
  const child = spawn(launcher, ['up', '--json', ...flags, ...upstream, ...extra], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let readyLine: Ready | undefined;
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the platform is not ready after 120 s:\n${output}`)),
      120_000,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      for (const line of output.split('\n')) {
        if (readyLine || !line.startsWith('{"ready":true')) continue;
        readyLine = JSON.parse(line) as Ready;
        clearTimeout(timer);
        resolve(readyLine);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', code => reject(new Error(`hinomi up ended with code ${code}:\n${output}`)));
  });
  return {
    ready,
    ports,
    data,
    flags,
    process: child,
    output: () => output,
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** GET with a Host header of one's own, which fetch does not allow. */
export const getAs = (
  port: number,
  host: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/', headers: { ...headers, host } }, response => {
      let text = '';
      response.on('data', chunk => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });

/** Runs another `hinomi` command to its end. */
export const hinomi = (words: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(launcher, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += String(chunk);
    });
    child.stderr.on('data', chunk => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('exit', code => resolve({ code: code ?? -1, stdout, stderr }));
  });

/** A browser's view of the API: keeps the cookie and sends the CSRF token. */
export class ApiClient {
  readonly #base: string;
  #cookie = '';
  #csrf = '';

  constructor(base: string) {
    this.#base = base;
  }

  get cookie(): string {
    return this.#cookie;
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const stream = body instanceof Uint8Array;
    const response = await fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(this.#csrf ? { 'x-csrf-token': this.#csrf } : {}),
        ...(body === undefined
          ? {}
          : { 'content-type': stream ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: stream ? Buffer.from(body) : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(';')[0]!;
    const text = await response.text();
    const parsed: unknown =
      text === ''
        ? undefined
        : response.headers.get('content-type')?.includes('json')
          ? JSON.parse(text)
          : text;
    return { status: response.status, body: parsed as T };
  }

  /** Makes the first administrator and signs in. */
  async setUp(setupLink: string, password = 'correct horse battery'): Promise<void> {
    const token = /token=([\w-]+)/.exec(setupLink)?.[1];
    const made = await this.call('POST', '/setup', {
      token,
      name: 'admin',
      displayName: 'Administrator',
      password,
      language: 'en',
    });
    if (made.status >= 300) throw new Error(`setup: ${made.status} ${JSON.stringify(made.body)}`);
    const session = await this.call<{ account: unknown; csrf: string }>('GET', '/session');
    if (!session.body.account) {
      const opened = await this.call('POST', '/session', { name: 'admin', password });
      if (opened.status >= 300) throw new Error(`sign-in: ${opened.status} ${JSON.stringify(opened.body)}`);
    }
    this.#csrf = (await this.call<{ csrf: string }>('GET', '/session')).body.csrf;
  }
}

/** Waits until a condition holds. @throws Error naming what was waited for. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
