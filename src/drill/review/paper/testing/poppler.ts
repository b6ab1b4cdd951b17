// For tests: what another program (poppler) reads in a PDF.
import { spawnSync } from 'node:child_process';

export const havePoppler = spawnSync('pdftotext', ['-v']).error === undefined;

/** What a program of poppler writes. @throws Error when it finds anything wrong with the file */
function run(program: string, args: readonly string[], file: Buffer): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input: file,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0 || stderr !== '') throw new Error(`${program}: ${stderr.slice(0, 500)}`);
  return stdout;
}

/** Text of all pages, form feeds between them. */
export const textOf = (file: Buffer): string => run('pdftotext', ['-layout', '-', '-'], file);
/** The text without any space: where lines break does not matter. */
export const flatText = (file: Buffer): string => textOf(file).replace(/\s+/g, '');
/** `Pages` → `3`, and so on. */
export const infoOf = (file: Buffer): Record<string, string> =>
  Object.fromEntries(
    run('pdfinfo', ['-'], file)
      .split('\n')
      .flatMap(line => {
        const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value!] as const];
      }),
  );
/** Tags of the structure tree, in reading order. */
export const structureOf = (file: Buffer): string[] =>
  run('pdfinfo', ['-struct', '-'], file)
    .split('\n')
    .map(line => line.trim().split(' ')[0]!)
    .filter(tag => tag !== '');
export interface FontRead {
  name: string;
  embedded: boolean;
  subset: boolean;
  unicode: boolean;
}
export const fontsOf = (file: Buffer): FontRead[] =>
  run('pdffonts', ['-'], file)
    .trim()
    .split('\n')
    .slice(2)
    .map(line => {
      const found = /^(\S+).*\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/.exec(line);
      if (!found) throw new Error(`pdffonts wrote ${line}`);
      const [, name, embedded, subset, unicode] = found;
      return {
        name: name!,
        embedded: embedded === 'yes',
        subset: subset === 'yes',
        unicode: unicode === 'yes',
      };
    });

export interface Word {
  text: string;
  page: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}
/** Every word with its place, and the size of its page. */
export function wordsOf(file: Buffer): { words: Word[]; pages: { width: number; height: number }[] } {
  const words: Word[] = [];
  const pages: { width: number; height: number }[] = [];
  for (const line of run('pdftotext', ['-bbox', '-', '-'], file).split('\n')) {
    const page = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (page) pages.push({ width: Number(page[1]), height: Number(page[2]) });
    const word =
      /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)<\/word>/.exec(line);
    if (!word) continue;
    const [left, top, right, bottom] = word.slice(1, 5).map(Number) as [number, number, number, number];
    words.push({ text: word[5]!, page: pages.length, left, top, right, bottom });
  }
  return { words, pages };
}

/** Words that cover each other: pairs, as text. A hair's breadth is none. */
export function overlaps(words: readonly Word[], hair = 1.2): string[] {
  const found: string[] = [];
  for (const [index, a] of words.entries())
    for (const b of words.slice(index + 1)) {
      if (a.page !== b.page) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > hair && down > hair) found.push(`${a.page}: ${a.text} / ${b.text}`);
    }
  return found;
}
