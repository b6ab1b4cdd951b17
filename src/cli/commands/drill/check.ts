// `hinomi drill check`: content files of authors, checked before anybody trains with them.
import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type ContentFault, checkFile, contentFiles, takenIds } from '#drill/content/check.ts';
import { contentFolders, contentVariable } from '#drill/content/folders.ts';
import { faultLine } from '#drill/skills/read-yaml.ts';
import { type CommandContext, UsageError } from '../../command.ts';
import type { Language, Text } from './words.ts';

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

/**
 * Makes the folder of `--content` the organisation's own content for this command and its threads.
 * @throws UsageError when there is no such folder.
 */
export function takeContent(context: CommandContext): void {
  const given = context.flags['content'];
  if (given === undefined) return;
  const folder = resolve(String(given));
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(`--content needs a folder; there is none at ${folder}`);
  process.env[contentVariable] = folder;
}

/** Faults of a folder's content files, files as a person would type them. */
function faultsIn(folders: readonly string[], files = contentFiles(folders[0]!)): ContentFault[] {
  const taken = takenIds(folders).filter(({ place }) => files.includes(place.file!));
  return [...taken, ...files.flatMap(file => checkFile(file, { folders }))].map(shown);
}

/** Faults of the organisation's own content; empty without such a folder. */
export function ownFaults(): ContentFault[] {
  const folders = contentFolders();
  return folders.length === 1 ? [] : faultsIn(folders);
}

/** A fault as it is printed: place, what is wrong, what to do. */
export const faultLines = (fault: ContentFault, language: Language): string[] => [
  faultLine(fault),
  `    ${words.remedy[language]}${fault.remedy}`,
];

/** Checks the files named, or all of the content folder; exit code 1 when one has a fault. */
export function drillCheck(context: CommandContext, named: readonly string[], language: Language): number {
  const folders = contentFolders();
  const files = named.length > 0 ? named.map(name => resolve(name)) : contentFiles(folders[0]!);
  if (files.length === 0)
    throw new UsageError(`${folders[0]} has no content files: no organisations, scenarios …`);
  const faults = faultsIn(folders, files);
  if (context.json) context.out(JSON.stringify({ files: files.length, faults }));
  else {
    for (const line of faults.flatMap(fault => faultLines(fault, language))) context.err(line);
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
