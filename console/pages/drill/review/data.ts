// What the review reads: tests, scores, marks, debriefs, skills.
import type { Static } from 'typebox';
import type {
  ClassSkillsView,
  CompareView,
  DebriefView,
  MarksView,
  MyRecord,
  MyTests,
  OrganisationsView,
  ScoreView,
  SkillsView,
  TestsView,
  TestView,
} from '#model/drill/review.ts';
import type { List } from '../../../api/types.ts';
import type { Language } from '../../../i18n/catalogue.ts';
import { deskRead, drillRead, exerciseRead } from '../shared/api.ts';

const at = encodeURIComponent;

export type ClassSkills = Static<typeof ClassSkillsView>;
export type MySkills = Static<typeof MyRecord>;
export type OrganisationSkills = Static<typeof OrganisationsView>['items'][number];

/** Path of an API call at a desk. */
export const ofDesk = (team: string, part: string): string => `/drill/desk/${at(team)}/${part}`;
/** Path of an API call inside an exercise. */
export const ofExercise = (id: string, part: string): string => `/drill/exercises/${at(id)}/${part}`;

export const reviewQueries = {
  // In another language it is the same test: what is on the screen stays until it has come.
  test: (team: string, lang: Language) => ({
    ...deskRead<TestView>(team, 'test', { lang }),
    placeholderData: (before: TestView | undefined) => before,
  }),
  testResult: (team: string, lang: Language) => ({
    ...deskRead<MyTests>(team, 'test/result', { lang }),
    placeholderData: (before: MyTests | undefined) => before,
  }),
  tests: (exercise: string) => exerciseRead<TestsView>(exercise, 'tests'),
  score: (team: string) => deskRead<ScoreView>(team, 'score'),
  scores: (exercise: string) => exerciseRead<List<ScoreView>>(exercise, 'scores'),
  debrief: (team: string) => ({ ...deskRead<DebriefView>(team, 'debrief'), staleTime: 60_000 }),
  compare: (exercise: string) => ({
    ...exerciseRead<CompareView>(exercise, 'debrief/compare'),
    staleTime: 60_000,
  }),
  marks: (exercise: string) => exerciseRead<MarksView>(exercise, 'marks'),
  skills: (team: string) => deskRead<Static<typeof SkillsView>>(team, 'skills'),
  classSkills: (exercise: string) => exerciseRead<ClassSkills>(exercise, 'skills'),
  mySkills: () => drillRead<MySkills>(['skills', 'mine'], '/skills/mine'),
  organisations: () =>
    drillRead<List<OrganisationSkills>>(['skills', 'organisations'], '/skills/organisations'),
};
