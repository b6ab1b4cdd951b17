// Query answers as a CSV file (RFC 4180).
import type { QueryAnswer } from '../api/types.ts';

// A spreadsheet runs cells that begin like formulas; attackers write such cells.
const cell = (value: unknown): string => {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The answer with a header line. */
export const csvOf = (answer: QueryAnswer): string =>
  [answer.columns.map(column => cell(column.name)), ...answer.rows.map(row => row.map(cell))]
    .map(line => `${line.join(',')}\r\n`)
    .join('');

/** Hands a text to the browser as a download. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
