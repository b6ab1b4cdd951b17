// Tells the analysis which event times were just stored.
import type { TimeRange } from '#analyse/detect/detector.ts';
import type { Column, EventBlock, EventStore } from '#store/events/port.ts';

/** Least and greatest event time of a block, half open; undefined when it has no times. */
export function blockRange(block: EventBlock): TimeRange | undefined {
  const column: Column | undefined = block.columns['@timestamp'];
  if (!column || block.rows === 0) return undefined;
  if (column.kind === 'constant') return { from: Number(column.value), to: Number(column.value) + 1 };
  if (column.kind !== 'number') return undefined;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < block.rows; row++) {
    const at = column.values[row]!;
    if (at < from) from = at;
    if (at > to) to = at;
  }
  return { from, to: to + 1 };
}

/** The store, with every stored block's times reported after it is durable. */
export function reportingStore(store: EventStore, touched: (range: TimeRange) => void): EventStore {
  const report = (range: TimeRange | undefined) => {
    if (range) touched(range);
  };
  return {
    async insert(block, token) {
      await store.insert(block, token);
      report(blockRange(block));
    },
    async insertEvents(events, token) {
      await store.insertEvents(events, token);
      let from = Number.POSITIVE_INFINITY;
      let to = Number.NEGATIVE_INFINITY;
      for (const event of events) {
        from = Math.min(from, event['@timestamp']);
        to = Math.max(to, event['@timestamp']);
      }
      if (events.length > 0) report({ from, to: to + 1 });
    },
    query: (sql, params) => store.query(sql, params),
    analystQuery: (sql, limits) => store.analystQuery(sql, limits),
    byIds: ids => store.byIds(ids),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
