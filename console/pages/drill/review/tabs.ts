// Which views of the review a desk offers at the moment.
import type { PhaseView } from '#model/drill/api.ts';

export const reviewViews = ['test', 'lecture', 'results'] as const;
export type ReviewViewName = (typeof reviewViews)[number];

/** The test in its phase and with the results, the lecture in its phase, results once they are open. */
export const openReviewViews = (phase: PhaseView | null, resultsOpen: boolean): ReviewViewName[] => [
  ...(phase?.kind === 'skill-test' || resultsOpen ? ['test' as const] : []),
  ...(phase?.kind === 'lecture' ? ['lecture' as const] : []),
  ...(resultsOpen ? ['results' as const] : []),
];

/** The view a desk opens with: what the phase asks for, else results once they are open. */
export const firstReviewView = (phase: PhaseView | null, resultsOpen: boolean): ReviewViewName | undefined =>
  phase?.kind === 'skill-test'
    ? 'test'
    : phase?.kind === 'lecture'
      ? 'lecture'
      : resultsOpen
        ? 'results'
        : undefined;
