// The incident report: which parts it needs, what fits a part, what is still missing.
import type { ReportValue } from '#model/drill/entry.ts';
import type { ReportPart, ReportTemplate } from '#model/drill/programme.ts';
import type { TeamState } from './state.ts';

/** What is wrong with a value for a part; undefined when it fits. */
export function partProblem(part: ReportPart, value: ReportValue): string | undefined {
  if (part.kind === 'text')
    return typeof value === 'string' && value.length <= part.limit
      ? undefined
      : `is text of at most ${part.limit} characters`;
  if (part.kind === 'choice')
    return typeof value === 'string' && (value === '' || part.options?.some(option => option.id === value))
      ? undefined
      : 'is one of the options';
  return Array.isArray(value) && value.length <= part.limit
    ? undefined
    : `is a list of at most ${part.limit} entries`;
}

const filled = (value: ReportValue | undefined): boolean =>
  value !== undefined && (typeof value === 'string' ? value.trim() !== '' : value.length > 0);

/** Required parts that are empty. */
export const missingParts = (template: ReportTemplate, state: Pick<TeamState, 'report'>): string[] =>
  template.parts
    .filter(part => part.required && !filled(state.report.get(part.id)?.value))
    .map(part => part.id);

/** Parts with something in them. */
export const filledParts = (template: ReportTemplate, state: Pick<TeamState, 'report'>): number =>
  template.parts.filter(part => filled(state.report.get(part.id)?.value)).length;

/** The report as Markdown, to take along. */
export function reportMarkdown(
  template: ReportTemplate,
  state: Pick<TeamState, 'report'>,
  language: 'ja' | 'en',
  team: string,
): string {
  const parts = template.parts.map(part => {
    const value = state.report.get(part.id)?.value;
    const option = part.options?.find(one => one.id === value);
    const body = option
      ? option.title[language]
      : Array.isArray(value)
        ? value.map(one => `- ${one.replaceAll(/\s+/g, ' ')}`).join('\n')
        : (value ?? '');
    return `## ${part.title[language]}\n\n${body || '—'}\n`;
  });
  return `# ${template.title[language]}: ${team}\n\n${parts.join('\n')}`;
}
