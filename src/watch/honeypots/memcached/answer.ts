// Memcached over UDP (protocol.txt, "UDP protocol"): 8-byte frame header, then the text protocol. An empty cache.
import type { Answerer } from '../udp/bait.ts';

export interface MemcachedSettings {
  version: string;
}

/** Answers version, stats and get; stores nothing, so nobody can plant a value to be reflected. */
export function memcachedAnswerer({ version }: MemcachedSettings): Answerer {
  return (request, now) => {
    if (request.length < 10) return { query: 'malformed' };
    const text = Buffer.from(
      request.buffer,
      request.byteOffset + 8,
      Math.min(request.length - 8, 512),
    ).toString('latin1');
    const [verb = '', ...words] = text
      .split(/[\r\n]/, 1)[0]!
      .trim()
      .split(/ +/);
    const command = verb.toLowerCase();
    const query = /^[a-z_]{2,20}$/.test(command)
      ? [command, ...words.slice(0, 1)].join(' ').slice(0, 120)
      : 'malformed';
    const body = bodyOf(command, words, version, now);
    if (body === undefined) return { query };
    const reply = Buffer.alloc(8 + body.length);
    reply.set(request.subarray(0, 2)); // request id
    reply.writeUInt16BE(1, 4); // one datagram in all
    reply.write(body, 8, 'latin1');
    return { query, reply };
  };
}

function bodyOf(command: string, words: string[], version: string, now: number): string | undefined {
  switch (command) {
    case 'version':
      return `VERSION ${version}\r\n`;
    case 'get':
    case 'gets':
      return words.length === 0 ? 'ERROR\r\n' : 'END\r\n';
    case 'set':
    case 'add':
    case 'replace':
      return 'SERVER_ERROR out of memory storing object\r\n';
    case 'stats':
      return words.length > 0 ? 'END\r\n' : statistics(version, now);
    case 'flush_all':
      return 'OK\r\n';
    default:
      return undefined;
  }
}

const statistics = (version: string, now: number): string =>
  [
    ...Object.entries({
      pid: 1127,
      uptime: Math.floor(now / 1000) % 8_640_000,
      time: Math.floor(now / 1000),
      version,
      pointer_size: 64,
      curr_connections: 5,
      total_connections: 1412,
      cmd_get: 90215,
      cmd_set: 4410,
      get_hits: 88102,
      get_misses: 2113,
      bytes_read: 7712501,
      bytes_written: 99120433,
      limit_maxbytes: 67108864,
      threads: 4,
      curr_items: 0,
      bytes: 0,
      evictions: 0,
    }).map(([name, value]) => `STAT ${name} ${value}`),
    'END',
    '',
  ].join('\r\n');
