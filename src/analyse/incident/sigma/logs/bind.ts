// BIND's query log: questions to the resolver.
import { event, type LineReader, maxLine } from './reader.ts';

const query =
  /client (?:@0x[0-9a-f]+ )?([0-9A-Fa-f.:]+)#\d+ \([^)]*\): (?:view \S+: )?query: (\S+) \S+ (\S+) /;

/** Category dns. A query log has no answers. */
export const bind = (): LineReader => (line, known) => {
  const found = query.exec(line.slice(0, maxLine));
  if (!found) return [];
  const [, client, name, type] = found;
  return [
    event(
      'dns',
      'bind',
      line,
      new Map([
        ['query', name!.replace(/\.$/, '')],
        ['record_type', type!],
        ['src_ip', client!],
      ]),
      { computer: known?.host || client!, at: known?.at },
    ),
  ];
};
