// Answers of a sitting: shown at once, sent one after the other, kept for another try when sending fails.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ItemAnswer } from '#model/drill/sitting.ts';
import { send, sendLast } from '../../../../api/client.ts';
import { ofDesk } from '../data.ts';

export type Answers = Readonly<Record<string, ItemAnswer>>;

export interface Kept {
  answers: Answers;
  /** Answers that have not arrived yet, and when the last one did (server's Unix ms). */
  sending: number;
  savedAt?: number;
  error?: unknown;
  give: (item: string, answer: ItemAnswer) => void;
  /** Sends again what did not arrive. */
  retry: () => void;
  /** Resolves when nothing is on its way; false when something did not arrive. */
  settled: () => Promise<boolean>;
}

// Typing is sent when it rests.
const rest = 600;

/** `seconds` tells how long an item was on the screen so far. */
export function useAnswers(team: string, first: Answers, seconds: (item: string) => number): Kept {
  const [answers, setAnswers] = useState(first);
  const [sending, setSending] = useState(0);
  const [savedAt, setSavedAt] = useState<number>();
  const [error, setError] = useState<unknown>();
  const unsent = useRef(new Map<string, ItemAnswer>());
  const count = useCallback(() => setSending(unsent.current.size), []);
  const line = useRef<Promise<void>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const time = useRef(seconds);
  time.current = seconds;

  const push = useCallback(() => {
    clearTimeout(timer.current);
    for (const [item, answer] of unsent.current) {
      line.current = line.current.then(async () => {
        try {
          // A newer answer of the same item is further behind in the line.
          if (unsent.current.get(item) !== answer) return;
          const kept = await send<{ savedAt: number }>(
            'PUT',
            ofDesk(team, `test/${encodeURIComponent(item)}`),
            {
              answer,
              seconds: time.current(item),
            },
          );
          if (unsent.current.get(item) === answer) unsent.current.delete(item);
          setSavedAt(kept.savedAt);
          if (unsent.current.size === 0) setError(undefined);
        } catch (cause) {
          setError(cause);
        } finally {
          count();
        }
      });
    }
  }, [team, count]);

  const give = useCallback(
    (item: string, answer: ItemAnswer) => {
      setAnswers(known => ({ ...known, [item]: answer }));
      unsent.current.set(item, answer);
      count();
      clearTimeout(timer.current);
      if (typeof answer === 'string') timer.current = setTimeout(push, rest);
      else push();
    },
    [push, count],
  );
  useEffect(() => push, [push]);
  // Who leaves the page has given the answers that are still here.
  useEffect(() => {
    const leave = () => {
      for (const [item, answer] of unsent.current)
        sendLast('PUT', ofDesk(team, `test/${encodeURIComponent(item)}`), {
          answer,
          seconds: time.current(item),
        });
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [team]);

  const settled = useCallback(async () => {
    push();
    await line.current;
    return unsent.current.size === 0;
  }, [push]);
  return {
    answers,
    sending,
    ...(savedAt === undefined ? {} : { savedAt }),
    error,
    give,
    retry: push,
    settled,
  };
}

/** Whether an item has an answer. */
export const isAnswered = (answer: ItemAnswer | undefined): boolean =>
  answer !== undefined && answer.length > 0;

/** The answer after a place is chosen: the only one, one more or less, or the next in the order. */
export function chosen(
  kind: 'single' | 'multiple' | 'order',
  answer: readonly number[],
  place: number,
): number[] {
  if (kind === 'single') return [place];
  if (answer.includes(place)) return answer.filter(one => one !== place);
  return kind === 'order' ? [...answer, place] : [...answer, place].toSorted((a, b) => a - b);
}
