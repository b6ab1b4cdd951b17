// Telling formats apart by the first lines.
import { type Fields, parseObject } from './record.ts';

/** Whether one of the first few JSON lines satisfies the test. Cut or broken lines do not count. */
export function jsonHead(head: string, test: (record: Fields) => boolean): boolean {
  let tried = 0;
  for (const line of lines(head)) {
    if (!line.startsWith('{')) continue;
    const record = parseObject(line);
    if (typeof record !== 'string' && test(record)) return true;
    if (++tried >= 10) break;
  }
  return false;
}

/** Share of the first non-empty lines that satisfy the test. */
export function shareOf(head: string, test: (line: string) => boolean): number {
  const sample = lines(head).slice(0, 20);
  return sample.length === 0 ? 0 : sample.filter(test).length / sample.length;
}

const lines = (head: string): string[] =>
  head
    .split('\n', 64)
    .map(line => line.trim())
    .filter(line => line !== '');
