// Shapes of marks and skills, as the API answers them.
import type { Keyed } from '#model/drill/api.ts';
import type { BecauseView } from '#model/drill/review.ts';
import type { Estimate } from '#model/drill/sitting.ts';
import type { Localized } from '#model/localized.ts';

export interface Agreement {
  units: number;
  percent?: number;
  kappa?: number;
  alpha?: number;
  missing?: Keyed;
}

export interface Judged {
  mark: 0 | 50 | 100;
  comment: string;
}
type Marks = Readonly<Record<string, Judged>>;

export interface MarkedTeam {
  team: string;
  teamName: string;
  number: number;
  report: { state: 'none' | 'draft' | 'submitted'; submittedAt?: number };
  facts: { part: string; title: Localized; kind: string; points: number; because: BecauseView[] }[];
  mine: { marks: Marks; submittedAt?: number };
  markers: { account: string; label: string; submitted: boolean }[];
  open: boolean;
  others?: { account: string; label: string; marks: Marks }[];
  agreement?: Agreement;
  judgement?: number;
  factsPercent?: number;
}

export interface MarksView {
  rubric: {
    id: string;
    title: Localized;
    help: Localized;
    weight: number;
    levels: { mark: 0 | 50 | 100; text: Localized }[];
  }[];
  class: Agreement;
  teams: MarkedTeam[];
}

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
