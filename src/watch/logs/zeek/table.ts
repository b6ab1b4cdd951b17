// The table of each stream: its own columns over the common ones. Compiled once per stream, on first use.
import { compileTable, type Table, used } from '../core/record.ts';
import { bounded } from '../core/values.ts';
import type { Draft } from '../format.ts';
import { common, type Stream, streams } from './streams.ts';

const compiled = new Map<string, ReturnType<typeof compileTable>>();

/** Stream description; unknown streams are network records named after themselves. */
export const streamOf = (name: string): Stream =>
  streams.get(name) ?? { category: 'network', action: bounded(name, 64), table: {} };

export const tableOf = (name: string): Table => ({
  ...common,
  ...streams.get(name)?.table,
  ts: used,
  '@stream': used,
  _path: used,
});

/** The walk over a JSON record of this stream. */
export function mapperOf(name: string): ReturnType<typeof compileTable> {
  const key = streams.has(name) ? name : '';
  let map = compiled.get(key);
  if (!map) {
    map = compileTable(tableOf(key));
    compiled.set(key, map);
  }
  return map;
}

export function draftOf(name: string, time: number): Draft {
  const { category, action } = streamOf(name);
  return {
    '@timestamp': time,
    'event.module': 'zeek',
    'event.dataset': `zeek.${name === '' ? 'log' : bounded(name, 64)}`,
    'event.category': category,
    'event.action': action === '' ? 'log' : action,
    'observer.type': 'ids',
  };
}
