// Live packets: tcpdump as a child process writes pcap to a pipe; the reader takes it from there. No shell anywhere.
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { HinomiError } from '#model/errors.ts';

export interface LiveOptions {
  interface: string;
  /** BPF expression in tcpdump's language; empty takes everything. */
  filter?: string;
  /** Bytes kept of each packet. Default 256: headers and the first words of the payload. */
  snapLength?: number;
  /** The program, for systems where it is not on the path. */
  program?: string;
}

/** What tcpdump says about itself when it ends. */
export interface LiveStatistics {
  captured: number;
  /** Dropped by the kernel for lack of room. */
  dropped: number;
}

export interface LiveCapture {
  /** A pcap stream for `openCapture`. */
  readonly stream: Readable;
  /** Settles when the capture ended; rejects with a coded error when it could not run. */
  readonly ended: Promise<LiveStatistics>;
  stop(): void;
}

const interfacePattern = /^[A-Za-z0-9_.:@-]{1,64}$/;

/** Refuses interface names and filters that tcpdump could take for options, and absurd lengths. */
function checked(options: LiveOptions): { interface: string; filter: string } {
  const filter = (options.filter ?? '').trim();
  if (!interfacePattern.test(options.interface) || options.interface.startsWith('-'))
    throw new HinomiError(
      'CAPTURE_INTERFACE_INVALID',
      `not an interface name: ${options.interface.slice(0, 64)}`,
      {
        place: { field: 'interface' },
        remedy: 'Name one of the interfaces that `tcpdump -D` lists.',
        status: 400,
      },
    );
  if (filter.length > 4_096 || !/^[\x20-\x7e]*$/.test(filter) || filter.startsWith('-'))
    throw badFilter('it must be printable ASCII, at most 4096 characters, and not begin with "-"');
  return { interface: options.interface, filter };
}

const badFilter = (why: string) =>
  new HinomiError('CAPTURE_FILTER_INVALID', `the capture filter is not valid: ${why}`, {
    place: { field: 'filter' },
    remedy: 'See `man pcap-filter`; try it with `tcpdump -d EXPRESSION`.',
    status: 400,
  });

/** Compiles a filter without capturing. @throws HinomiError `CAPTURE_FILTER_INVALID`, `CAPTURE_TCPDUMP_MISSING`. */
export async function checkFilter(filter: string, program = 'tcpdump'): Promise<void> {
  const { filter: text } = checked({ interface: 'lo', filter });
  try {
    await promisify(execFile)(program, ['-d', '-y', 'EN10MB', '--', text], { timeout: 10_000 });
  } catch (cause) {
    throw childError(cause as NodeJS.ErrnoException & { stderr?: string }, program);
  }
}

function childError(cause: NodeJS.ErrnoException & { stderr?: string }, program: string): HinomiError {
  if (cause.code === 'ENOENT')
    return new HinomiError('CAPTURE_TCPDUMP_MISSING', `${program} is not installed`, {
      remedy: 'Install it: apt-get install tcpdump',
      cause,
    });
  return failure(cause.stderr ?? cause.message);
}

/** Turns tcpdump's last words into a coded error. */
function failure(said: string): HinomiError {
  const line = said
    .split('\n')
    .map(text => text.replace(/^tcpdump: /, '').trim())
    .filter(text => text !== '' && !/^(listening|verbose|data link|\d+ packets)/.test(text))
    .join('; ')
    .slice(0, 500);
  if (/syntax error|illegal token|unknown|parse|expression/i.test(line) && !/No such device/i.test(line))
    return badFilter(line);
  if (/permission|not permitted/i.test(line))
    return new HinomiError('CAPTURE_NOT_PERMITTED', `capturing is not permitted: ${line}`, {
      remedy: 'Run as root, or: setcap cap_net_raw,cap_net_admin=eip $(command -v tcpdump)',
    });
  return new HinomiError('CAPTURE_LIVE_FAILED', `tcpdump stopped: ${line || 'no reason given'}`, {
    remedy: 'Check that the interface exists and is up (`tcpdump -D`).',
  });
}

const count = (said: string, what: string): number =>
  Number(new RegExp(`(\\d+) packets? ${what}`).exec(said)?.[1] ?? 0);

/** Starts capturing. Problems of the child arrive through `ended`. @throws HinomiError for invalid options. */
export function openLive(options: LiveOptions): LiveCapture {
  const { interface: device, filter } = checked(options);
  const program = options.program ?? 'tcpdump';
  const args = ['-i', device, '-n', '-U', '-s', String(options.snapLength ?? 256), '-w', '-'];
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    program,
    filter === '' ? args : [...args, '--', filter],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    said = (said + text).slice(-16_384);
  });
  let stopped = false;
  const ended = new Promise<LiveStatistics>((resolve, reject) => {
    child.on('error', cause => reject(childError(cause as NodeJS.ErrnoException, program)));
    child.on('close', code => {
      if (code === 0 || (stopped && code === null))
        resolve({ captured: count(said, 'captured'), dropped: count(said, 'dropped by kernel') });
      else reject(failure(said));
    });
  });
  ended.catch(() => undefined); // also reported to whoever awaits it
  return {
    stream: child.stdout,
    ended,
    stop: () => {
      stopped = true;
      child.kill('SIGINT');
    },
  };
}

export interface KeepCapturing {
  live: LiveOptions;
  /** Reads one capture to its end. */
  take: (stream: Readable) => Promise<void>;
  /** Told of every end: the error if it failed, and how long until the next start. */
  onEnd?: (error: unknown, statistics: LiveStatistics | undefined, retryMs: number) => void;
  signal: AbortSignal;
}

const longestWait = 60_000;

/** Captures until aborted: starts again after a failure, waiting twice as long each time (at most a minute). */
export async function keepCapturing(options: KeepCapturing): Promise<void> {
  let wait = 1_000;
  while (!options.signal.aborted) {
    const capture = openLive(options.live);
    const stop = () => capture.stop();
    options.signal.addEventListener('abort', stop, { once: true });
    let error: unknown;
    let statistics: LiveStatistics | undefined;
    try {
      await options.take(capture.stream);
      wait = 1_000;
    } catch (cause) {
      error = cause;
      // A tcpdump that is about to end gets to say why; one that goes on is stopped.
      const grace = setTimeout(() => capture.stop(), 1_000);
      await capture.ended.catch(() => undefined);
      clearTimeout(grace);
    }
    try {
      statistics = await capture.ended;
    } catch (cause) {
      error = cause; // what tcpdump says explains more than an empty stream does
    }
    options.signal.removeEventListener('abort', stop);
    if (error instanceof HinomiError && error.status === 400 && error.code !== 'CAPTURE_FORMAT_UNKNOWN')
      throw error;
    options.onEnd?.(error, statistics, options.signal.aborted ? 0 : wait);
    if (options.signal.aborted) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(done, wait);
      function done() {
        clearTimeout(timer);
        options.signal.removeEventListener('abort', done);
        resolve();
      }
      options.signal.addEventListener('abort', done, { once: true });
    });
    wait = Math.min(wait * 2, longestWait);
  }
}
