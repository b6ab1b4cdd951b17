// What one trainee does at the log search: opens with a common question, then follows what the lines show: a host, an account,
// an address, a word; turns pages, looks around a line, counts. Everything goes through the API with the trainee's own session.
import { Agent, request } from 'node:http';
import { isIP } from 'node:net';
import type { Seat } from './platform.ts';

export type Kind = 'search' | 'page' | 'histogram' | 'top' | 'context';

interface Line {
  id: string;
  at: number;
  source: string;
  host: string;
  user: string;
  from: string;
  destination: string;
  object: string;
  code: string;
  text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1000 });

/** One call of a trainee; milliseconds until the last byte, and the answer. */
export function ask(
  url: string,
  seat: Seat,
  path: string,
): Promise<{ ms: number; status: number; body: { items?: Line[]; next?: string } }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    request(
      `${url}/api/v1/drill/desk/${seat.team}${path}`,
      { agent, headers: { cookie: seat.cookie } },
      reply => {
        const parts: Buffer[] = [];
        reply.on('data', part => parts.push(part));
        reply.on('error', reject);
        reply.on('end', () => {
          const ms = performance.now() - began;
          const status = reply.statusCode ?? 0;
          resolve({ ms, status, body: JSON.parse(Buffer.concat(parts).toString() || '{}') });
        });
      },
    )
      .on('error', reject)
      .end();
  });
}

/** Questions people begin with. */
const openings = [
  ...[
    '',
    '',
    'failed',
    'denied',
    'powershell',
    'error',
    'user:administrator',
    'code:4625',
    'code:4720',
    'code:1102',
  ],
  ...[
    'code:4624 administrator',
    'scheduled task',
    'zip',
    'exe',
    'virus',
    'quarantine',
    'code:3 powershell',
    'vpn',
  ],
];
const sourceSets = [
  ...['', '', '', 'squid', 'windows-security', 'windows-sysmon', 'postfix', 'bind', 'firewall'],
  ...['squid,bind', 'windows-security,windows-sysmon', 'vpn', 'antivirus', 'suricata'],
];
const fields = ['host', 'user', 'from', 'destination', 'object', 'code', 'source'];
const hour = 3_600_000;

export class Trainee {
  readonly #url: string;
  readonly #seat: Seat;
  readonly #random: () => number;
  #lines: Line[] = [];
  #next: string | undefined;
  #asked = new URLSearchParams();

  constructor(url: string, seat: Seat, random: () => number) {
    this.#url = url;
    this.#seat = seat;
    this.#random = random;
  }

  /** The next thing this trainee does. */
  async act(): Promise<{ kind: Kind; ms: number; status: number; query: string }> {
    const kind = this.#kind();
    const path = this.#path(kind);
    const { ms, status, body } = await ask(this.#url, this.#seat, path);
    if (status === 200 && (kind === 'search' || kind === 'page')) {
      if (body.items && body.items.length > 0) this.#lines = body.items;
      this.#next = body.next;
    }
    return { kind, ms, status, query: decodeURIComponent(path) };
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!;
  }

  #kind(): Kind {
    const draw = this.#random();
    if (draw < 0.15 && this.#next !== undefined) return 'page';
    if (draw < 0.27 && this.#lines.length > 0) return 'context';
    if (draw < 0.45) return 'histogram';
    if (draw < 0.55) return 'top';
    return 'search';
  }

  #path(kind: Kind): string {
    if (kind === 'context') return `/lines/${this.#pick(this.#lines).id}/context`;
    if (kind === 'page') return `/search?${this.#asked}&cursor=${this.#next}`;
    // A histogram and the top values mostly belong to what was just searched.
    const same = kind !== 'search' && this.#lines.length > 0 && this.#random() < 0.7;
    const asked = same ? this.#asked : this.#question();
    if (kind === 'search') {
      this.#asked = asked;
      return `/search?${asked}`;
    }
    return kind === 'histogram' ? `/histogram?${asked}` : `/top?${asked}&field=${this.#pick(fields)}`;
  }

  #question(): URLSearchParams {
    const line = this.#lines.length > 0 && this.#random() < 0.75 ? this.#pick(this.#lines) : undefined;
    const asked = new URLSearchParams({ q: line ? this.#follow(line) : this.#pick(openings) });
    const sources = this.#pick(sourceSets);
    if (sources !== '' && this.#random() < 0.5) asked.set('sources', sources);
    const draw = this.#random();
    if (line && draw < 0.25) {
      asked.set('from', String(Math.floor(line.at - hour / 2)));
      asked.set('to', String(Math.floor(line.at + hour / 2)));
    } else if (line && draw < 0.45) asked.set('from', String(Math.floor(line.at - 2 * hour)));
    return asked;
  }

  /** A question that a line leads to. */
  #follow(line: Line): string {
    const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, ' ').slice(0, 120)}"`;
    const words = line.text.match(/[A-Za-z0-9]{5,30}/g) ?? ['login'];
    const ways = [
      () => (line.host === '' ? undefined : `host:${quoted(line.host)}`),
      () => (line.user === '' ? undefined : `user:${quoted(line.user)}`),
      () => (isIP(line.destination) ? `ip:${line.destination}` : undefined),
      () => (isIP(line.from) ? `source.ip:${line.from}` : undefined),
      () => (line.object === '' ? undefined : `object:${quoted(line.object)}`),
      () =>
        line.host === '' || line.code === ''
          ? undefined
          : `host:${quoted(line.host)} code:${quoted(line.code)}`,
      () => (line.user === '' ? undefined : `user:${quoted(line.user)} ${this.#pick(words)}`),
      () => this.#pick(words),
      () => `${this.#pick(words)} ${this.#pick(words)}`,
    ];
    // Words with an open end are rare.
    if (this.#random() < 0.02) return `${this.#pick(words).slice(0, 4)}*`;
    for (;;) {
      const question = this.#pick(ways)();
      if (question !== undefined) return question;
    }
  }
}
