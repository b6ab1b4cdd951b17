// `hinomi query`: read-only SQL over the events.
import { type Command, UsageError } from '../command.ts';
import { withStores } from '../stores.ts';

const cell = (value: unknown): string =>
  (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')).replace(
    /\p{Cc}/gu,
    ' ',
  );

/** Lays rows out in columns as wide as their widest value, at most 60. */
export function table(names: string[], rows: unknown[][]): string[] {
  const cells = rows.map(row => row.map(cell));
  const widths = names.map((name, index) =>
    Math.min(60, Math.max(name.length, ...cells.map(row => row[index]?.length ?? 0))),
  );
  const line = (values: string[]) =>
    values
      .map((value, index) => value.slice(0, 60).padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(names), line(widths.map(width => '-'.repeat(width))), ...cells.map(line)];
}

export const query: Command = {
  name: 'query',
  summary: 'Run read-only SQL over the events',
  usage: "'SELECT …' [--json] [--seconds N] [--rows N]",
  examples: [
    "hinomi query 'SELECT source.ip, count() AS n FROM events GROUP BY 1 ORDER BY n DESC LIMIT 10'",
    "hinomi query 'SELECT `@timestamp`, message FROM events ORDER BY `@timestamp` DESC LIMIT 5' --json",
  ],
  options: { seconds: { type: 'string' }, rows: { type: 'string' } },
  run: async context => {
    const [sql, ...more] = context.positionals;
    if (!sql || more.length > 0) throw new UsageError('give one SQL statement, in quotes');
    const limit = (name: 'seconds' | 'rows') => {
      const given = context.flags[name];
      if (given === undefined) return {};
      const value = Number(given);
      if (!Number.isInteger(value) || value < 1)
        throw new UsageError(`--${name} takes a whole number from 1`);
      return { [name]: value };
    };
    const limits = { ...limit('seconds'), ...limit('rows') };
    return withStores(context, async ({ store }) => {
      const result = await store.analystQuery(sql, limits);
      if (context.json) context.out(JSON.stringify(result));
      else {
        for (const line of table(
          result.columns.map(column => column.name),
          result.rows,
        ))
          context.out(line);
        context.err(
          `${result.rows.length} rows, ${result.statistics.seconds.toFixed(3)} s, ${result.statistics.rowsRead} rows read`,
        );
      }
      return 0;
    });
  },
};
