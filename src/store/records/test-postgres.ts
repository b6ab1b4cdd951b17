// For tests: a real PostgreSQL in a temporary directory, on a Unix socket only.
import { execFileSync, spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** The newest installed server's programs, or `undefined`. */
export const postgresPrograms = (): string | undefined =>
  globSync('/usr/lib/postgresql/*/bin/initdb')
    .sort((a, b) => Number(a.split('/')[4]) - Number(b.split('/')[4]))
    .at(-1)
    ?.replace(/\/initdb$/, '');

export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/** Starts a server; as root it runs as `nobody`, because PostgreSQL refuses to run as root. */
export async function startPostgres(programs: string): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'hinomi-pg-'));
  const root = process.getuid?.() === 0;
  const who = root ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (root) execFileSync('chown', [`${who.uid}:${who.gid}`, directory]);
  const data = join(directory, 'data');
  const options = { ...who, cwd: directory, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  const setUp = ['-D', data, '-U', 'hinomi', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), setUp, { ...options, stdio: 'pipe' });
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', directory, '-c', 'listen_addresses='], {
    ...options,
    stdio: 'ignore',
  });
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()));
  const url = `postgresql://hinomi@/postgres?host=${encodeURIComponent(directory)}`;
  await untilAnswering(url);
  return {
    url,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const idOf = (option: '-u' | '-g'): number =>
  Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));

async function untilAnswering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
