// `hinomi drill items`: checks the item bank, proposes forms, imports training content of other platforms.
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { assembleForms } from '#drill/skills/forms/assemble.ts';
import { loadFrameworks, loadSkills } from '#drill/skills/frameworks.ts';
import { importCrczp } from '#drill/skills/imports/crczp.ts';
import { importCytrone } from '#drill/skills/imports/cytrone.ts';
import { questionsOf } from '#drill/skills/imports/training.ts';
import { checkItems } from '#drill/skills/items/check.ts';
import { loadItems } from '#drill/skills/items/load.ts';
import { faultLine } from '#drill/skills/read-yaml.ts';
import { itemDomains, itemLevels } from '#model/drill/item.ts';
import { type CommandContext, UsageError } from '../../command.ts';

const content = join(import.meta.dirname, '../../../../content');

/** Runs `items check`, `items forms [--seed N]` or `items import FILE`; the words after `items` are in `words`. */
export async function drillItems(context: CommandContext, words: readonly string[]): Promise<number> {
  const [verb, file] = words;
  if (verb === 'check') return check(context);
  if (verb === 'forms') return forms(context);
  if (verb === 'import' && file !== undefined) return importFile(context, file);
  throw new UsageError('items needs check, forms or import FILE');
}

function check(context: CommandContext): number {
  const loaded = loadItems(join(content, 'items'));
  const frameworks = loadFrameworks(join(content, 'skills'));
  const skills = loadSkills(join(content, 'skills'), frameworks);
  const { faults, clues } = checkItems(loaded, frameworks);
  const items = loaded.map(({ item }) => item);
  if (context.json)
    context.out(JSON.stringify({ items: items.length, skills: skills.length, faults, clues }));
  else {
    for (const domain of itemDomains) {
      const own = items.filter(item => item.domain === domain);
      const levels = itemLevels.map(level => `${level} ${own.filter(item => item.level === level).length}`);
      context.out(`${String(own.length).padStart(5)}  ${domain.padEnd(14)} ${levels.join('  ')}`);
    }
    const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
    context.out(
      `${String(items.length).padStart(5)}  items, ${skills.length} skills; key longest in ${percent(clues.longest.en)} (en), ${percent(clues.longest.ja)} (ja) of single choices`,
    );
    for (const fault of faults) context.err(faultLine(fault));
  }
  return faults.length > 0 ? 1 : 0;
}

function forms(context: CommandContext): number {
  const seed = Number(context.flags['seed'] ?? 1);
  if (!Number.isInteger(seed)) throw new UsageError('--seed needs a whole number');
  const made = assembleForms(
    loadItems(join(content, 'items')).map(({ item }) => item),
    seed,
  );
  if (context.json) context.out(JSON.stringify(made));
  else
    for (const form of ['A', 'B'] as const) {
      const { mean, deviation } = made.difficulty[form];
      context.out(`form ${form}: difficulty ${mean.toFixed(2)} ± ${deviation.toFixed(2)} logits`);
      for (const id of made[form]) context.out(`  ${made.anchors.includes(id) ? '*' : ' '} ${id}`);
    }
  return 0;
}

function importFile(context: CommandContext, file: string): number {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const text = readFileSync(file, 'utf8');
  const read = extname(file) === '.json' ? importCrczp : importCytrone;
  const result = read(basename(file), text);
  if (context.json) context.out(JSON.stringify(result));
  else {
    for (const training of result.trainings) {
      const questions = questionsOf(training);
      const hints = questions.reduce((sum, question) => sum + question.hints.length, 0);
      context.out(
        `${training.title}: ${training.steps.length - questions.length} texts, ${questions.length} questions, ${hints} hints (${training.language})`,
      );
    }
    for (const { level, place, text: message } of result.notes)
      context.err(`${level}: ${[place.file, place.line, place.field].filter(Boolean).join(':')} ${message}`);
  }
  return 0;
}
