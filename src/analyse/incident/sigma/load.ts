// Loads rules from a folder or a .tar.gz, and events from files: the only part that reads files.
import { createReadStream } from 'node:fs';
import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { HinomiError } from '#model/errors.ts';
import { type Rule, readRule } from './rule.ts';
import { tarFiles } from './tar.ts';

const maxArchive = 512 * 1024 * 1024;
const maxEvent = 4 * 1024 * 1024;

async function* ruleTexts(path: string): AsyncGenerator<[string, string]> {
  if ((await stat(path)).isDirectory()) {
    for await (const name of glob('**/*.{yml,yaml}', { cwd: path }))
      yield [name, await readFile(join(path, name), 'utf8')];
    return;
  }
  const bytes = await readFile(path);
  const archive = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!archive) yield [path, bytes.toString('utf8')];
  else
    for (const { name, data } of tarFiles(gunzipSync(bytes, { maxOutputLength: maxArchive })))
      if (/\.ya?ml$/.test(name)) yield [name, data.toString('utf8')];
}

/** Compiles every rule under a folder, in a .tar.gz or in one file; what does not compile is told in `rejected`. */
export async function loadRules(path: string): Promise<{ rules: Rule[]; rejected: HinomiError[] }> {
  const rules: Rule[] = [];
  const rejected: HinomiError[] = [];
  for await (const [name, text] of ruleTexts(path)) {
    try {
      rules.push(readRule(name, text));
    } catch (error) {
      if (!(error instanceof HinomiError)) throw error;
      rejected.push(error);
    }
  }
  return { rules, rejected };
}

/** JSON objects of a file, one a line or spread over lines with `{` first on a line. What is no JSON comes as undefined. */
export async function* readObjects(path: string): AsyncGenerator<unknown> {
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  let held = '';
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line.startsWith('{') && held) {
      yield parse(held);
      held = '';
    }
    if (held.length + line.length > maxEvent) held = '!';
    else held += `${line}\n`;
  }
  if (held.trim()) yield parse(held);
}
