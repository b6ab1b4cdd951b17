// What the author's page reads.
import type { AuthoringRequest, PreviewView, TrialView } from '#model/drill/authoring.ts';
import { drillRead } from '../../shared/api.ts';

export const authoringQueries = {
  preview: (request: AuthoringRequest) => ({
    ...drillRead<PreviewView>(['authoring', 'preview'], '/authoring/preview', { ...request }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  }),
  /** Begins the dry run; read again each two seconds until it is over. */
  trial: (request: AuthoringRequest) => ({
    ...drillRead<TrialView>(['authoring', 'trial'], '/authoring/trial', { ...request }),
    retry: false,
  }),
};
