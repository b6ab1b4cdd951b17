// Live updates: one event stream per tab. Records that arrive mark the lists they belong to as stale, at most once
// per interval and collection, so that a flood of events does not become a flood of requests.
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Input } from '#model/record/input.ts';
import type { List } from './types.ts';

export type LiveState = 'connecting' | 'live' | 'lost';

const topics = ['finding', 'incident', 'input', 'flow', 'rates', 'health', 'indicator', 'alert'] as const;
type Topic = (typeof topics)[number];

/** Which collections each topic makes stale, and how long to wait for more of the same (ms). */
const refresh: Record<Topic, readonly [wait: number, ...keys: string[]]> = {
  finding: [2_000, 'findings', 'incidents', 'campaigns', 'overview'],
  incident: [2_000, 'incidents', 'overview'],
  input: [1_500, 'inputs'],
  flow: [5_000, 'flows', 'agents'],
  rates: [5_000, 'overview'],
  health: [1_000, 'health'],
  indicator: [1_500, 'indicators', 'protection'],
  alert: [1_500, 'alerts'],
};

let state: LiveState = 'connecting';
const watchers = new Set<() => void>();
const setState = (next: LiveState): void => {
  if (next === state) return;
  state = next;
  for (const watcher of watchers) watcher();
};

/** Whether the stream is connected; shown in the top bar. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );

/** Connects, and reconnects with growing pauses (1 s to 30 s) until stopped. Returns the stop function. */
export function startLive(client: QueryClient): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const pending = new Map<string, ReturnType<typeof setTimeout>>();

  const stale = (key: string, wait: number) => {
    if (pending.has(key)) return;
    pending.set(
      key,
      setTimeout(() => {
        pending.delete(key);
        void client.invalidateQueries({ queryKey: [key] });
      }, wait),
    );
  };

  const receive = (topic: Topic, data: string) => {
    if (topic === 'input') applyInput(client, data);
    const [wait, ...keys] = refresh[topic];
    for (const key of keys) stale(key, wait);
  };

  const connect = () => {
    setState(failures === 0 ? 'connecting' : 'lost');
    source = new EventSource('/api/v1/stream');
    source.onopen = () => {
      if (failures > 0) void client.invalidateQueries();
      failures = 0;
      setState('live');
    };
    source.onerror = () => {
      source?.close();
      setState('lost');
      failures += 1;
      retry = setTimeout(connect, Math.min(30_000, 500 * 2 ** Math.min(failures, 6)));
    };
    for (const topic of topics)
      source.addEventListener(topic, event => receive(topic, (event as MessageEvent<string>).data));
  };

  connect();
  return () => {
    source?.close();
    clearTimeout(retry);
    for (const timer of pending.values()) clearTimeout(timer);
  };
}

/** Progress of a file arrives many times a second: written straight into the list that shows it. */
function applyInput(client: QueryClient, data: string): void {
  let record: Partial<Input>;
  try {
    record = JSON.parse(data) as Partial<Input>;
  } catch {
    return;
  }
  client.setQueriesData<{ pages: List<Input>[]; pageParams: unknown[] }>(
    { queryKey: ['inputs', 'pages'] },
    known =>
      known
        ? {
            ...known,
            pages: known.pages.map(page => ({
              ...page,
              items: page.items.map(item => (item.id === record.id ? { ...item, ...record } : item)),
            })),
          }
        : known,
  );
}
