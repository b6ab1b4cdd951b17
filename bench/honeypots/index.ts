// Honeypots: questions a second the DNS bait answers, against Unbound answering the same names from local data in this run.
import { execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startHost } from '#watch/honeypots/testing/host-process.ts';

interface Result {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  ratio: number;
}

const run = promisify(execFile);
/** The resolver it is held against. */
const peer = 'unbound';
const seconds = 4;
const passes = 3;
const names = 10_000;

/** A UDP port that is free on loopback now. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>(resolve => socket.close(() => resolve()));
  return port;
}

/** Unbound, one thread, every name under example. from local data. */
async function startUnbound(dir: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const file = join(dir, 'unbound.conf');
  await writeFile(
    file,
    `server:
  directory: "${dir}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  num-threads: 1
  interface: 127.0.0.1@${port}
  access-control: 127.0.0.0/8 allow
  local-zone: "example." redirect
  local-data: "example. 300 IN A 192.0.2.53"
remote-control:
  control-enable: no
`,
  );
  const child = spawn(peer, ['-c', file], { stdio: 'ignore' });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  for (let attempt = 0; ; attempt++) {
    const answered = await run('dig', [
      '+tries=1',
      '+time=1',
      '+short',
      '@127.0.0.1',
      '-p',
      String(port),
      'a.example',
    ])
      .then(({ stdout }) => stdout.includes('192.0.2.53'))
      .catch(() => false);
    if (answered) break;
    if (attempt === 20) throw new Error('Unbound did not start');
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return {
    port,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function dnsperf(port: number, file: string): Promise<{ rate: number; lost: number }> {
  const { stdout } = await run('dnsperf', [
    ...['-s', '127.0.0.1', '-p', String(port), '-d', file],
    ...['-c', '8', '-T', '1', '-q', '200', '-l', String(seconds)],
  ]);
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? Number.NaN);
  return { rate: number(/Queries per second:\s+([\d.]+)/), lost: number(/Queries lost:\s+(\d+)/) };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function* dnsBait(): AsyncGenerator<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'hinomi-bench-'));
  // All of the bait's work is done (parse, answer, limiter, tallies); only the amounts are raised, or it would fall silent.
  const plenty = Number.MAX_SAFE_INTEGER;
  const host = await startHost({
    address: '127.0.0.1',
    stateDir: dir,
    honeypots: [{ id: 'dns', port: 0 }],
    reflection: { sourceBytes: plenty, networkBytes: plenty, baitBytes: plenty, identical: plenty },
  });
  const unbound = await startUnbound(dir);
  try {
    const file = join(dir, 'questions.txt');
    await writeFile(file, Array.from({ length: names }, (_, index) => `name-${index}.example A`).join('\n'));
    for (const port of [host.ports.dns!, unbound.port]) await dnsperf(port, file);
    const own: number[] = [];
    const theirs: number[] = [];
    let lost = 0;
    for (let pass = 0; pass < passes; pass++) {
      const result = await dnsperf(host.ports.dns!, file);
      own.push(result.rate);
      lost += result.lost;
      theirs.push((await dnsperf(unbound.port, file)).rate);
    }
    const rate = Math.round(median(own));
    const baseline = Math.round(median(theirs));
    yield {
      name: 'honeypots.dns-bait.answers',
      value: rate,
      unit: 'queries/s',
      baseline: `Unbound, 1 thread, local data: ${baseline}`,
      ratio: Math.round((rate / baseline) * 100) / 100,
    };
    const asked = Math.round(own.reduce((sum, each) => sum + each * seconds, 0));
    yield {
      name: 'honeypots.dns-bait.lost',
      value: lost,
      unit: 'questions',
      baseline: `of ${asked} asked`,
      ratio: lost / asked,
    };
    const { events } = await host.stop();
    yield {
      name: 'honeypots.dns-bait.events',
      value: events,
      unit: 'events',
      baseline: `for over ${asked} datagrams`,
      ratio: events / asked,
    };
  } finally {
    await host.stop();
    await unbound.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

export const benches = [{ name: 'honeypots.dns-bait', run: dnsBait }];
