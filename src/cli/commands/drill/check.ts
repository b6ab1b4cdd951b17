// `hinomi drill check`: content files of authors, checked before anybody trains with them.
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type ContentFault, checkFile, contentFiles } from '#drill/content/check.ts';
import { faultLine } from '#drill/skills/read-yaml.ts';
import { type CommandContext, UsageError } from '../../command.ts';
import type { Language, Text } from './words.ts';

const product = join(import.meta.dirname, '../../../../content');

const words: Record<'fine' | 'faults' | 'remedy', Text> = {
  fine: {
    ja: '{files} 個のファイルを検査しました。誤りはありません。',
    en: '{files} files checked, no faults.',
  },
  faults: {
    ja: '{files} 個のファイルを検査し、{faults} 件の誤りが見つかりました。',
    en: '{files} files checked, {faults} faults.',
  },
  remedy: { ja: '対処: ', en: 'remedy: ' },
};

/** The author's content folder (`--content`), then the product's. @throws UsageError when there is no such folder. */
export function contentFolders(context: CommandContext): string[] {
  const given = context.flags['content'];
  if (given === undefined) return [product];
  const folder = resolve(String(given));
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(`--content needs a folder; there is none at ${folder}`);
  return folder === resolve(product) ? [product] : [folder, product];
}

/** Checks the files named, or all of the content folder; exit code 1 when one has a fault. */
export function drillCheck(context: CommandContext, named: readonly string[], language: Language): number {
  const folders = contentFolders(context);
  const files = named.length > 0 ? named.map(name => resolve(name)) : contentFiles(folders[0]!);
  if (files.length === 0)
    throw new UsageError(`${folders[0]} has no content files: no organisations, scenarios …`);
  const around = { folders };
  const faults = files.flatMap(file => checkFile(file, around)).map(shown);
  if (context.json) context.out(JSON.stringify({ files: files.length, faults }));
  else {
    for (const fault of faults) {
      context.err(faultLine(fault));
      context.err(`    ${words.remedy[language]}${fault.remedy}`);
    }
    const end = words[faults.length === 0 ? 'fine' : 'faults'][language];
    context.out(end.replace('{files}', String(files.length)).replace('{faults}', String(faults.length)));
  }
  return faults.length > 0 ? 1 : 0;
}

/** Files as a person would type them from where they are. */
const shown = (fault: ContentFault): ContentFault => {
  const { file } = fault.place;
  if (file === undefined) return fault;
  const near = relative(process.cwd(), file);
  return { ...fault, place: { ...fault.place, file: near.startsWith('..') ? file : near } };
};
