// Kysely on PostgreSQL 15+ through pg; numbers come back as numbers.
import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

const int8 = 20;

/** A Kysely dialect on a pool of at most `max` connections to a `postgresql://` URL (or a Unix socket in it). */
export function postgresDialect(url: string, max: number, onIdleError: (error: Error) => void): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'hinomi',
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener a dropped idle connection would end the process; the pool replaces it by itself.
  pool.on('error', onIdleError);
  return new PostgresDialect({ pool });
}
