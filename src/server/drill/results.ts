// When results may be looked at: staff at any time, teams from the critique on.
import { HinomiError } from '#model/errors.ts';
import type { LiveExercise } from './live-exercise.ts';
import type { Place } from './route.ts';

/** @throws HinomiError `DRILL_RESULTS_CLOSED`. */
export function needResults(live: LiveExercise, place: Place): void {
  if (place.role !== 'trainee' || live.resultsOpen) return;
  throw new HinomiError('DRILL_RESULTS_CLOSED', 'results are shown from the critique on', {
    remedy: 'Wait for the critique.',
    status: 409,
  });
}
