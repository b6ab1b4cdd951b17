// A part of a score and the reasons for it, each with the line that shows it.
import type en from '#content/messages/en/drill-score.json';
import type { Proof } from './proof.ts';

/** Why points were given or not. */
export interface Because {
  key: keyof typeof en;
  values: Readonly<Record<string, string | number>>;
  /** Speaks for the team or against it; absent where it only explains. */
  good?: boolean;
  /** Log line that shows it. */
  proof?: Proof;
  /** Lines or items of the team's case that say it. */
  evidence: readonly string[];
}

/** Share of what could be got; undefined where the incident has no such thing. */
export type Part = { share: number; because: Because[] } | undefined;
export const because = (
  key: Because['key'],
  values: Because['values'],
  {
    good,
    evidence,
    proof,
  }: { good?: boolean; evidence?: readonly string[] | undefined; proof?: Proof | undefined } = {},
): Because => ({
  key,
  values,
  evidence: evidence ?? [],
  ...(good === undefined ? {} : { good }),
  ...(proof ? { proof } : {}),
});
