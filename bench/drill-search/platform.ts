// The platform as people run it, on a data folder that stays: a large world is loaded once and used by later runs.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openAccounts } from '#server/auth/accounts.ts';
import { openApiTokens } from '#server/auth/api-tokens.ts';
import { csrfOf } from '#server/auth/authenticator.ts';
import { openSessions } from '#server/auth/sessions.ts';
import { dataPaths } from '#server/config/paths.ts';
import { openRecords } from '#store/records/records.ts';
import { freePort } from '#warn/protect/peers/process.ts';

const launcher = fileURLToPath(new URL('../../hinomi', import.meta.url));

export interface Seat {
  team: string;
  cookie: string;
  csrf: string;
}

export interface BenchPlatform {
  url: string;
  /** Calls the API as the instructor. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Lets an account in as its one-time link would. */
  sit(account: string, team: string): Promise<Seat>;
  /** Process ids by name. */
  pids: Record<string, number>;
  stop(): Promise<void>;
}

export async function startBenchPlatform(data: string): Promise<BenchPlatform> {
  mkdirSync(data, { recursive: true });
  const port = await freePort();
  const words = ['up', '--json', '--data', data, '--http-port', String(port)];
  const off = ['--agent-enabled', 'false', '--dns-enabled', 'false', '--collector-port', '0'];
  const child = spawn(launcher, [...words, ...off, '--log-level', 'warn'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (output.includes('{"ready":true')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', code => reject(new Error(`hinomi up ended with code ${code}:\n${output}`)));
  });
  const records = await openRecords({ sqliteFile: dataPaths(data).records });
  const accounts = openAccounts(records, Date.now);
  const name = 'bench-instructor';
  const account =
    (await accounts.byName(name)) ??
    (await accounts.create({ name, displayName: name, roles: ['training-admin'], language: 'en' }));
  const tokens = openApiTokens(records, Date.now);
  const { token, record } = await tokens.create(account, 'bench', ['training-admin'], 1);
  const sessions = openSessions(records, Date.now);
  const url = `http://127.0.0.1:${port}`;
  const processes = JSON.parse(readFileSync(join(data, 'run', 'processes.json'), 'utf8'));
  const list = (Array.isArray(processes) ? processes : processes.processes) as {
    name: string;
    pid: number;
  }[];
  return {
    url,
    pids: Object.fromEntries(list.map(one => [one.name, one.pid])),
    async call<T>(method: string, path: string, body?: unknown) {
      const reply = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    async sit(id, team) {
      const opened = await sessions.open(id, '127.0.0.1');
      return { team, cookie: `hinomi_session=${opened.token}`, csrf: csrfOf(opened.token) };
    },
    async stop() {
      await tokens.remove(account.id, record.id);
      await records.close();
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const perSecond = 100; // USER_HZ of Linux

/** Memory of a process now, MB, and the processor time it has had, seconds. */
export function usage(pid: number): { memory: number; seconds: number } {
  const [, rss = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { memory: Number(rss) / 1024, seconds: (Number(fields[11]) + Number(fields[12])) / perSecond };
}
