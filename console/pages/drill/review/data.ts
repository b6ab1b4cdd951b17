// What the review reads: tests, scores, marks, debriefs, skills.
import type { MyTests, ScoreView, TestsView, TestView } from '#model/drill/review.ts';
import type { List } from '../../../api/types.ts';
import { deskRead, exerciseRead } from '../shared/api.ts';

const at = encodeURIComponent;

/** Path of an API call at a desk. */
export const ofDesk = (team: string, part: string): string => `/drill/desk/${at(team)}/${part}`;
/** Path of an API call inside an exercise. */
export const ofExercise = (id: string, part: string): string => `/drill/exercises/${at(id)}/${part}`;

export const reviewQueries = {
  test: (team: string) => deskRead<TestView>(team, 'test'),
  testResult: (team: string) => deskRead<MyTests>(team, 'test/result'),
  tests: (exercise: string) => exerciseRead<TestsView>(exercise, 'tests'),
  score: (team: string) => deskRead<ScoreView>(team, 'score'),
  scores: (exercise: string) => exerciseRead<List<ScoreView>>(exercise, 'scores'),
};
