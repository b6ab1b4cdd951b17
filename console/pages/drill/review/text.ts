// Figures and names of the review as people read them.

import type { Estimate } from '#model/drill/sitting.ts';
import type { Localized } from '#model/localized.ts';
import { visibleText } from '#model/visible.ts';
import type { I18n } from '../../../i18n/context.tsx';

const one = (value: number): string => String(Math.round(value)).replace('-', '−');

/** `61 ± 8`, with a sign when it is a difference. The error is the standard error. */
export const plusMinus = (i18n: I18n, { value, se }: Estimate, signed = false): string =>
  i18n.t('review.plusMinus', {
    value: signed && Math.round(value) > 0 ? `+${one(value)}` : one(value),
    se: one(se),
  });

/** The name of a subject of test items. */
export function domainName(i18n: I18n, domain: string): string {
  const key = `review.domain.${domain}`;
  return i18n.has(key) ? i18n.t(key) : domain;
}

/** Who did something: the seat of a trainee, or the role of somebody of the staff. */
export function whoName(i18n: I18n, label: string): string {
  const key = `class.role.${label}`;
  return i18n.has(key) ? i18n.t(key) : label;
}

/** Points with at most one decimal. */
export const points = (value: number): string => String(Math.round(value * 10) / 10);

/** A sentence of the server; what an attacker may have written in it is made visible. */
export const sentence = (i18n: I18n, text: Localized): string => visibleText(i18n.side(text));
