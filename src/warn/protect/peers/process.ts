// Real resolvers as child processes on loopback, for tests and benchmarks.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

/** First of some paths that exists: the resolvers live in sbin directories that PATH may lack. */
export function findProgram(name: string): string | undefined {
  const dirs = [
    ...(process.env['PATH'] ?? '').split(':'),
    '/usr/sbin',
    '/usr/local/sbin',
    '/sbin',
    '/usr/bin',
  ];
  return dirs.map(dir => `${dir}/${name}`).find(path => existsSync(path));
}

/** A loopback port that was free a moment ago on TCP. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

export interface Peer {
  port: number;
  /** What it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts a program and waits until `ready` says so. */
export async function startPeer(
  program: string,
  args: string[],
  port: number,
  ready: () => Promise<boolean>,
): Promise<Peer> {
  let output = '';
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-200_000);
  };
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  const deadline = Date.now() + 60_000;
  while (!(await ready())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not become ready:\n${output.slice(-4_000)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  return { port, output: () => output, stop };
}
