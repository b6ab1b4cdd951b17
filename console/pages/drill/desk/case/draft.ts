// Items of the case as forms edit them: every field is text while it is edited. Pure.
import { type CasePart, entityTypes, verdicts } from '#model/drill/case.ts';
import { parseSim } from '../../shared/clock.ts';
import { urlTime } from '../logs/view.ts';

export interface CaseField {
  name: string;
  kind: 'line' | 'area' | 'choice' | 'time' | 'technique' | 'host' | 'evidence';
  options?: readonly string[];
  required?: boolean;
}

const statuses = ['open', 'supported', 'refuted'] as const;

/** Fields of each part in the order forms show them. */
export const caseForms: Record<CasePart, readonly CaseField[]> = {
  entities: [
    { name: 'type', kind: 'choice', options: entityTypes, required: true },
    { name: 'value', kind: 'line', required: true },
    { name: 'verdict', kind: 'choice', options: verdicts, required: true },
    { name: 'note', kind: 'area' },
    { name: 'evidence', kind: 'evidence' },
  ],
  evidence: [{ name: 'note', kind: 'area', required: true }],
  timeline: [
    { name: 'when', kind: 'time', required: true },
    { name: 'text', kind: 'area', required: true },
    { name: 'host', kind: 'host' },
    { name: 'technique', kind: 'technique' },
    { name: 'evidence', kind: 'evidence' },
  ],
  route: [
    { name: 'from', kind: 'host', required: true },
    { name: 'to', kind: 'host', required: true },
    { name: 'technique', kind: 'technique' },
    { name: 'when', kind: 'time' },
  ],
  hypotheses: [
    { name: 'text', kind: 'area', required: true },
    { name: 'status', kind: 'choice', options: statuses, required: true },
    { name: 'evidence', kind: 'evidence' },
  ],
  decisions: [
    { name: 'text', kind: 'area', required: true },
    { name: 'options', kind: 'area' },
    { name: 'reason', kind: 'area' },
  ],
};

/** Order of the parts on the page. */
export const partOrder = ['entities', 'evidence', 'timeline', 'route', 'hypotheses', 'decisions'] as const;

export type Draft = Record<string, string>;
type Fields = Readonly<Record<string, unknown>>;

/** An empty form; choices begin with their first option. */
export const emptyDraft = (part: CasePart, given: Draft = {}): Draft =>
  Object.fromEntries(caseForms[part].map(({ name, options }) => [name, given[name] ?? options?.[0] ?? '']));

/** What a form shows of an item. */
export const draftOf = (part: CasePart, item: Fields): Draft =>
  Object.fromEntries(
    caseForms[part].map(({ name, kind }) => {
      const value = item[name];
      if (kind === 'time') return [name, typeof value === 'number' ? urlTime(value) : ''];
      if (kind === 'evidence') return [name, Array.isArray(value) ? value.join(',') : ''];
      return [name, typeof value === 'string' ? value : ''];
    }),
  );

/** Names of fields that are missing or have the wrong form. */
export const wrongFields = (part: CasePart, draft: Draft): string[] =>
  caseForms[part]
    .filter(({ name, kind, required }) => {
      const text = (draft[name] ?? '').trim();
      if (text === '') return required === true;
      if (kind === 'time') return parseSim(text) === undefined;
      return kind === 'technique' && !/^T\d{4}(\.\d{3})?$/.test(text);
    })
    .map(({ name }) => name);

/** What is sent; `kept` are fields the form does not show, such as evidence's line. */
export function fieldsFrom(part: CasePart, draft: Draft, kept: Fields = {}): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...kept };
  for (const { name, kind, required } of caseForms[part]) {
    const text = (draft[name] ?? '').trim();
    if (kind === 'evidence') fields[name] = text.split(',').filter(Boolean);
    else if (kind === 'time') {
      const at = parseSim(text);
      if (at !== undefined) fields[name] = at;
    } else if (text !== '' || required || kind === 'area') fields[name] = text;
  }
  return fields;
}

/** Fields of an item the form does not show but must not lose. */
export const keptFields = (part: CasePart, item: Fields): Record<string, unknown> =>
  part === 'evidence'
    ? {
        ...(item['line'] ? { line: item['line'] } : {}),
        ...(item['artefact'] ? { artefact: item['artefact'] } : {}),
      }
    : {};

/** Whether somebody changed what the form shows since it was opened. */
export const changedSince = (part: CasePart, before: Fields, now: Fields): boolean =>
  JSON.stringify(draftOf(part, before)) !== JSON.stringify(draftOf(part, now));
