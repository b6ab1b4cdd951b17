// PostgreSQL 15: csvlog with pgAudit's session audit, the log of the applications' databases.
import type { SimTime, World } from '../../world/entities.ts';
import type { DatabaseQuery } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { perWorld } from '../network/per-world.ts';
import { scramble } from '../network/scramble.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf, millis } from '../syslog/clock.ts';
import { literal, part } from './csv.ts';

/** Statements that took longer are logged with their time (log_min_duration_statement), ms. */
const slow = 1000;
/** Connections an application's pool keeps open to a database. */
const pool = 8;

interface Backend {
  pid: number;
  port: number;
  since: SimTime;
}
/** The pool's connections: made before the world begins, the same for as long as it lasts. */
const backendsOf = perWorld((_: World) => new Map<string, Backend>());

function backendOf(world: World, event: DatabaseQuery): Backend {
  const slot = scramble(Math.floor(event.at * 1000)) % pool;
  const key = `${event.host.name} ${event.database} ${event.account} ${event.client} ${slot}`;
  const known = backendsOf(world);
  let backend = known.get(key);
  if (!backend) {
    const number = hashKeys(world.seed, key, 'backend');
    backend = {
      pid: 1200 + (number % 60_000),
      port: 32_768 + (number % 28_000),
      since: world.start - 3_600_000 - (number % 40_000_000),
    };
    known.set(key, backend);
  }
  return backend;
}

const classes: Record<string, string> = {
  SELECT: 'READ',
  COPY: 'READ',
  INSERT: 'WRITE',
  UPDATE: 'WRITE',
  DELETE: 'WRITE',
  TRUNCATE: 'WRITE',
  CREATE: 'DDL',
  ALTER: 'DDL',
  DROP: 'DDL',
  GRANT: 'ROLE',
  REVOKE: 'ROLE',
};

function write(event: DatabaseQuery, emit: Emit, { world }: ProjectionContext): void {
  const clock = clockOf(world);
  const zone = world.organisation.timeZone === 'Asia/Tokyo' ? 'JST' : 'UTC';
  const time = (at: SimTime): string => {
    const second = clock.second(at);
    return `${second.date} ${second.time}`;
  };
  const { pid, port, since } = backendOf(world, event);
  const verb = /^\s*([A-Za-z]+)/.exec(event.statement)?.[1]?.toUpperCase() ?? '';
  // No two lines of a session share a number, or the log would not load into the table of the manual.
  const number = Math.max(1, Math.floor((event.at - since) * 8) * 2);
  const session = `${Math.floor(since / 1000).toString(16)}.${pid.toString(16)}`;
  const from = literal(`${event.client}:${port}`);
  const say = (
    at: SimTime,
    nth: number,
    severity: string,
    state: string,
    message: string,
    query = ',',
  ): void =>
    emit(
      at,
      `${time(at)}.${millis(at)} ${zone},${literal(event.account)},${literal(event.database)},${pid},${from},${session},${number + nth},${literal(event.ok ? verb : 'PARSE')},${time(since)} ${zone},${3 + (pid % 40)}/${number},0,${severity},${state},${literal(message)},,,,,,${query},,"app","client backend",,0`,
      {
        host: event.host.name,
        user: event.account.toLowerCase(),
        source: event.client,
        destination: event.host.ip,
        object: event.database,
        code: `${severity}:${verb}`,
      },
    );
  const end = event.at + event.duration;
  if (!event.ok) {
    say(
      end,
      0,
      'ERROR',
      '42601',
      'syntax error at end of input',
      `${literal(event.statement)},${event.statement.length + 1}`,
    );
    return;
  }
  const kind = classes[verb] ?? 'MISC';
  say(
    end,
    0,
    'LOG',
    '00000',
    `AUDIT: SESSION,${number},1,${kind},${verb},,,${part(event.statement)},<not logged>,${event.rows}`,
  );
  if (event.duration >= slow)
    say(
      end + 0.2,
      1,
      'LOG',
      '00000',
      `duration: ${event.duration.toFixed(3)} ms  statement: ${event.statement}`,
    );
}

export const database = defineSource({
  id: 'database',
  title: { en: 'Database (PostgreSQL with pgAudit)', ja: 'データベース (PostgreSQL, pgAudit)' },
  summary: {
    en: 'Every statement with account, client and number of rows (last value of the AUDIT message), errors, and statements slower than a second with their time. Look for syntax errors in a row, UNION in searches, many rows at once. Times are local; a statement with line breaks spans several lines, as CSV allows.',
    ja: 'すべてのSQL文。アカウント、接続元、行数（AUDITの最後の値）、エラー、1秒を超えた文の所要時間を含む。続けて起きる構文エラー、検索の中のUNION、一度に大量の行を探す。時刻は現地時間。改行を含む文はCSVの規則どおり複数行になる。',
  },
  file: 'postgresql/postgresql.csv',
  format: 'csv',
  readers: ['postgres-copy'],
  reference: 'PostgreSQL 15, 20.8.4 Using CSV-Format Log Output; pgAudit 1.7 with pgaudit.log_rows',
  on: { database: write },
});
