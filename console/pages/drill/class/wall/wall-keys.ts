// Keys of the wall: Space runs and pauses, + and - change the speed, n asks for the next phase, f fills the screen.
import { useEffect, useRef } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { nextSpeed, useTurn } from './control.ts';

const onControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input,textarea,select,button,a,[role="dialog"],[role="tab"]') !== null);

export function useWallKeys(exercise: ExerciseView, does: { next: () => void; full: () => void }): void {
  const turn = useTurn(exercise.id);
  const latest = useRef({ exercise, does, turn });
  latest.current = { exercise, does, turn };
  useEffect(() => {
    // After `g` a letter goes to a place (shell/keys.tsx).
    let gAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || onControl(event.target))
        return;
      const going = event.timeStamp - gAt < 1_500;
      gAt = event.key === 'g' ? event.timeStamp : 0;
      if (going) return;
      const { exercise: now, does: deeds, turn: mutation } = latest.current;
      if (event.key === 'f') deeds.full();
      else if (now.place.role !== 'instructor' || now.state === 'ended') return;
      else if (event.key === 'n') deeds.next();
      else if (event.key === ' ') {
        const { state } = now.clock;
        if (state === 'running') mutation.mutate({ do: 'pause' });
        else if (!now.phase) mutation.mutate({ do: 'start' });
        else if (now.programme.phases[now.phase.index]?.clock === 'run') mutation.mutate({ do: 'resume' });
        else return;
      } else if (event.key === '+' || event.key === '-')
        mutation.mutate({ do: 'speed', speed: nextSpeed(now.clock.speed, event.key === '+') });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
