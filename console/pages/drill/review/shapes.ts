// Shapes of skills, as the API answers them.
import type { Keyed } from '#model/drill/api.ts';
import type { Estimate } from '#model/drill/sitting.ts';
import type { Localized } from '#model/localized.ts';

export interface StatementView {
  skill: string;
  title: Localized;
  sentence: Localized;
  verdict: 'can' | 'partly' | 'cannot-yet' | 'not-observed';
  taken: number;
  opportunities: number;
  share?: Estimate;
  roles: string[];
  shownBy: { text: Keyed; at: number; evidence: string[] }[];
  missedIn: { text: Keyed; at: number; evidence: string[] }[];
}

export interface SkillsView {
  team: StatementView[];
  mine?: StatementView[];
}

export interface MySkills {
  entries: {
    at: number;
    kind: 'sitting' | 'exercise';
    ref: string;
    title: string;
    percent?: Estimate;
  }[];
  latest: (StatementView & { at: number })[];
}

export interface OrganisationSkills {
  organisation: string;
  years: {
    year: number;
    people: number;
    percent?: Estimate;
    skills: { skill: string; title: Localized; people: number; can?: Estimate }[];
  }[];
}

export interface ClassSkills {
  teams: { team: string; teamName: string; statements: StatementView[] }[];
  people: { account: string; label: string; team: string; statements: StatementView[] }[];
}
