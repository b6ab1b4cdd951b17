// Live updates of one exercise: a stream per page. What arrives changes the clock at once and marks the reads it touches
// as stale, at most once per interval and key.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ClockView, PhaseView } from '#model/drill/api.ts';
import type { ExerciseState } from '#model/drill/exercise.ts';
import type { LiveState } from '../../../api/live.ts';
import { deskKey, drillQueries, exerciseKey } from './api.ts';
import { heardClock } from './clock.ts';

const topics = ['clock', 'exercise', 'world', 'entry', 'evidence', 'presence', 'wall'] as const;
type DrillTopic = (typeof topics)[number];

interface Entry {
  team: string;
  kind: string;
  part?: string;
}

/** Parts of a desk and of the staff's pages that an entry of a team's log makes stale. */
const touched: Readonly<Record<string, { desk?: readonly string[]; staff?: readonly string[] }>> = {
  action: { desk: ['actions', 'messages', 'alerts', 'hosts', 'accounts'], staff: ['approvals'] },
  approval: { desk: ['actions', 'messages'], staff: ['approvals'] },
  message: { desk: ['messages', 'alerts'], staff: ['white-cell'] },
  read: { desk: ['messages', 'alerts'] },
  claim: { staff: ['white-cell'] },
  promise: { staff: ['promises'] },
  'case-put': { desk: ['case', 'hosts', 'accounts'] },
  'case-drop': { desk: ['case', 'hosts', 'accounts'] },
  hint: { desk: ['hints'] },
  advice: { desk: ['hints', ''] },
  inject: { desk: ['injects', 'messages'], staff: ['injects', 'white-cell'] },
  report: { desk: ['report'] },
  'report-submit': { desk: ['report'] },
  talk: { desk: ['talk'] },
  milestone: { desk: ['hints'] },
  'search-saved': { desk: ['searches'] },
  'search-dropped': { desk: ['searches'] },
};

const parse = <T>(data: string): T | undefined => {
  try {
    return JSON.parse(data) as T;
  } catch {
    return undefined;
  }
};

interface Turned {
  state: ExerciseState;
  clock: ClockView;
  phase: PhaseView | null;
}

/** Writes a new clock and phase into everything that shows them. */
function applyClock(client: QueryClient, id: string, turned: Turned): void {
  const { clock, phase, state } = turned;
  heardClock(clock);
  client.setQueryData(
    drillQueries.exercise(id).queryKey,
    known => known && { ...known, state, clock, phase },
  );
  client.setQueryData(drillQueries.wall(id).queryKey, known => known && { ...known, clock, phase });
  client.setQueriesData<{ exercise?: { id: string }; clock?: ClockView }>(
    { queryKey: ['drill', 'desk'] },
    known =>
      known?.clock && known.exercise?.id === id
        ? { ...known, clock, phase, exercise: { ...known.exercise, state, clock, phase } }
        : known,
  );
}

/**
 * Keeps everything read of an exercise true while the page is open; reconnects with growing pauses. `on` hears every
 * happening as well, e.g. `evidence` ({upTo}: new lines may be there).
 */
export function useExerciseStream(
  id: string | undefined,
  on?: (topic: DrillTopic, data: Readonly<Record<string, unknown>>) => void,
): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const listener = useRef(on);
  listener.current = on;
  useEffect(() => {
    if (!id) return;
    const pending = new Map<string, ReturnType<typeof setTimeout>>();
    const stale = (key: readonly unknown[], wait = 400) => {
      const name = key.join(' ');
      if (pending.has(name)) return;
      const exact = key.at(-1) === '';
      pending.set(
        name,
        setTimeout(() => {
          pending.delete(name);
          void client.invalidateQueries(
            exact ? { queryKey: [...key.slice(0, -1), {}], exact } : { queryKey: key },
          );
        }, wait),
      );
    };
    const receive = (topic: DrillTopic, text: string) => {
      const data = parse<Record<string, unknown>>(text);
      if (!data) return;
      if (topic === 'clock') {
        applyClock(client, id, data as unknown as Turned);
        stale(['drill', 'exercises']);
        // Rewinding and phases change what is there: all of it is read again.
        stale(exerciseKey(id));
        stale(['drill', 'desk']);
      } else if (topic === 'exercise') {
        stale(['drill', 'exercises']);
        stale([...exerciseKey(id), '']);
      } else if (topic === 'world') {
        client.setQueryData(
          drillQueries.exercise(id).queryKey,
          known => known && { ...known, world: data as never },
        );
        if (data['state'] === 'ready' || data['state'] === 'failed') stale([...exerciseKey(id), '']);
        stale(['drill', 'worlds'], 1_000);
      } else if (topic === 'entry') {
        const entry = data as unknown as Entry;
        const parts = touched[entry.kind];
        for (const part of parts?.desk ?? []) stale(deskKey(entry.team, part));
        for (const part of parts?.staff ?? []) stale(exerciseKey(id, part));
        stale(exerciseKey(id, 'wall'), 1_000);
      } else if (topic === 'presence') {
        stale([...deskKey(String(data['team'])), '']);
        stale(exerciseKey(id, 'wall'), 1_000);
      } else if (topic === 'wall') stale(exerciseKey(id, 'wall'));
      listener.current?.(topic, data);
    };

    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const connect = () => {
      source = new EventSource(`/api/v1/drill/exercises/${encodeURIComponent(id)}/stream`);
      source.onopen = () => {
        // What happened while nobody listened.
        if (failures > 0) void client.invalidateQueries({ queryKey: ['drill'] });
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
  }, [client, id]);
  return state;
}
