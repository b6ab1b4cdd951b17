// Layer check: imports run downward only (ARCHITECTURE.md). Says what to do instead; proves itself on planted violations.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A forbidden import and the way out. */
export interface Violation {
  file: string;
  imports: string;
  advice: string;
}

const rooms = ['watch', 'analyse', 'warn', 'share', 'drill'];
const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[^.\w])import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

const layerOf = (path: string): string =>
  path.startsWith('src/') ? path.split('/')[1]! : path.split('/')[0]!;

const allowed: Record<string, string[]> = {
  model: ['model'],
  store: ['model', 'store'],
  ...Object.fromEntries(rooms.map(room => [room, ['model', 'store', room]])),
  // What an exercise says and plays is written by authors: its message keys are typed from the catalogue itself.
  drill: ['model', 'store', 'drill', 'content'],
  server: ['model', 'store', ...rooms, 'server', 'content'],
  cli: ['model', 'store', ...rooms, 'server', 'cli', 'content'],
  console: ['model', 'console', 'content'],
};

const advice = (from: string, to: string): string => {
  if (from === 'model') return 'the model imports nothing of ours; move the shared type into src/model';
  if (from === 'console') return 'the console sees the model only; ask the HTTP API for the rest';
  if (rooms.includes(from) && rooms.includes(to))
    return 'rooms meet in the model and in the store; put the shared type into src/model or a record collection';
  return `${from} may import ${allowed[from]?.join(', ')}; compose the two in src/server`;
};

/** Finds imports in one file that run upward or sideways. `file` and results are paths from the root. */
export function violationsIn(file: string, source: string): Violation[] {
  const from = layerOf(file);
  const may = allowed[from];
  if (!may) return [];
  const found: Violation[] = [];
  for (const match of source.matchAll(importPattern)) {
    const specifier = (match[1] ?? match[2] ?? match[3])!;
    let target: string;
    if (specifier.startsWith('#')) target = specifier.slice(1).split('/')[0]!;
    else if (specifier.startsWith('.')) target = layerOf(normalize(join(dirname(file), specifier)));
    else {
      if (
        from === 'model' &&
        (specifier.startsWith('node:') || !/^typebox(\/|$)/.test(specifier)) &&
        !file.endsWith('.test.ts')
      )
        found.push({
          file,
          imports: specifier,
          advice: 'the model also runs in browsers: no Node modules, no packages but typebox',
        });
      continue;
    }
    if (target in allowed || target === 'content')
      if (!may.includes(target)) found.push({ file, imports: specifier, advice: advice(from, target) });
  }
  return found;
}

const planted: [string, string, boolean][] = [
  ['src/model/x.ts', "import { a } from '#store/events/port.ts'", true],
  ['src/watch/x.ts', "import { a } from '#analyse/y.ts'", true],
  ['src/watch/logs/x.ts', "import { a } from '../../warn/y.ts'", true],
  ['src/warn/x.ts', "const a = await import('#server/y.ts')", true],
  ['console/pages/x.tsx', "import { a } from '../../src/store/y.ts'", true],
  ['src/model/x.ts', "import { readFile } from 'node:fs'", true],
  ['src/watch/x.ts', "import { a } from '#store/events/port.ts'", false],
];

if (import.meta.main) {
  for (const [file, source, bad] of planted)
    if (violationsIn(file, source).length > 0 !== bad) {
      console.error(`layers: the check itself is broken: planted case ${file} ${source}`);
      process.exit(1);
    }
  const files = globSync(['src/**/*.ts', 'console/**/*.{ts,tsx}']).filter(
    file => !file.includes('node_modules') && !file.includes('/dist/'),
  );
  const found = files.flatMap(file => violationsIn(file, readFileSync(file, 'utf8')));
  for (const violation of found)
    console.error(`${violation.file}: must not import ${violation.imports}: ${violation.advice}`);
  console.log(`layers: ${files.length} files, ${found.length} violations`);
  if (files.length < 20 || found.length > 0) process.exit(1);
}
