// What a schema cannot see, by kind of file: names that must exist, sums, identifiers of other frameworks.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Condition } from '#model/drill/inject.ts';
import type { Programme } from '#model/drill/programme.ts';
import { actions } from '../actions/actions.ts';
import { sources as evidenceSources } from '../evidence/sources.ts';
import type { HintFile } from '../exercise/hints.ts';
import { milestones } from '../exercise/milestones.ts';
import { parseScenario } from '../run/library.ts';
import type { Scenario } from '../run/scenario.ts';
import { loadFrameworks, loadSkills } from '../skills/frameworks.ts';
import { checkItems } from '../skills/items/check.ts';
import { readItems } from '../skills/items/load.ts';
import type { Fault } from '../skills/read-yaml.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import type { Surroundings } from './check.ts';

/** Tells a fault at a place of the file's value. */
export type At = (path: (string | number)[], text: string, remedy: string) => void;

interface Subject {
  file: string;
  text: string;
  /** Fits the schema of its kind. */
  value: unknown;
  at: At;
  around: Surroundings;
}

/** First of the content folders that has a file. */
const folderWith = ({ folders }: Surroundings, file: string): string =>
  folders.find(folder => existsSync(join(folder, file))) ?? folders.at(-1)!;
const frameworksOf = (around: Surroundings): string =>
  join(folderWith(around, 'skills/frameworks.yaml'), 'skills');
const nearest = (wanted: string, known: Iterable<string>): string => {
  const list = [...known].sort();
  const like = list.filter(one => one.includes(wanted) || wanted.includes(one));
  return `Use one of: ${(like.length > 0 ? like : list).slice(0, 40).join(', ')}.`;
};

/** Checks by kind. They may throw what the loaders throw. */
export const checkers: Readonly<Record<string, (subject: Subject) => void>> = {
  organisation: ({ file }) => {
    loadProfile(basename(file, '.yaml'), dirname(dirname(file)));
  },
  scenario,
  programme,
  hints,
  items,
  skills: ({ file, around }) => {
    loadSkills(dirname(file), loadFrameworks(frameworksOf(around)));
  },
};

function scenario({ file, text, value, at, around }: Subject): void {
  const known = value as Scenario;
  const sources = new Set(evidenceSources.map(source => source.id));
  const { attack } = loadFrameworks(frameworksOf(around));
  const said = noticeKeys(around);
  known.plan.forEach((step, index) => {
    step.evidence.forEach((source, place) => {
      if (!sources.has(source))
        at(
          ['plan', index, 'evidence', place],
          `there is no evidence source ${source}`,
          nearest(source, sources),
        );
    });
    step.techniques.forEach((technique, place) => {
      if (!Object.hasOwn(attack.ids, technique))
        at(
          ['plan', index, 'techniques', place],
          `${technique} is not in content/skills/frameworks.yaml`,
          'Correct the ATT&CK identifier, or look it up at attack.mitre.org and add it there with its name.',
        );
    });
  });
  known.notices.forEach((notice, index) => {
    for (const [language, keys] of said)
      if (!keys.has(`drill.notice.${notice.message}`))
        at(
          ['notices', index, 'message'],
          `content/messages/${language}/drill-run.json has no drill.notice.${notice.message}`,
          nearest(
            notice.message,
            [...keys].map(key => key.slice('drill.notice.'.length)),
          ),
        );
  });
  if (known.leads.count > known.leads.from.length)
    at(
      ['leads', 'count'],
      'is more than there are false leads to take from',
      'Lower it or name more of them.',
    );
  // Moves with their parameters, cast, facts, rules and actions.
  parseScenario(text, file);
}

/** Keys of what people say unasked, by language. */
function noticeKeys(around: Surroundings): Map<string, ReadonlySet<string>> {
  return new Map(
    ['ja', 'en'].map(language => {
      const file = `messages/${language}/drill-run.json`;
      const messages = JSON.parse(readFileSync(join(folderWith(around, file), file), 'utf8')) as object;
      return [language, new Set(Object.keys(messages).filter(key => key.startsWith('drill.notice.')))];
    }),
  );
}

function programme({ value, at, around }: Subject): void {
  const { report, phases, injects } = value as Programme;
  const reports = around.folders.flatMap(folder => namesIn(join(folder, 'programmes/reports')));
  if (!reports.includes(report))
    at(['report'], `there is no report template ${report}`, nearest(report, reports));
  const ids = new Set<string>();
  phases.forEach((phase, index) => {
    if (ids.has(phase.id)) at(['phases', index, 'id'], 'is taken by an earlier phase', 'Give it another id.');
    ids.add(phase.id);
    if ((phase.kind === 'skill-test') !== (phase.test !== undefined))
      at(
        ['phases', index, phase.test === undefined ? 'kind' : 'test'],
        'a skill test says which, and nothing else does',
        'Write `test: pre` or `test: post` in a phase of kind skill-test, and only there.',
      );
    if (phase.kind === 'lecture' && phase.lecture === undefined)
      at(['phases', index], 'a lecture without a text', 'Write `lecture: { ja: …, en: … }`.');
  });
  const shares = phases.reduce((sum, phase) => sum + (phase.share ?? 0), 0);
  if (shares > 1.001)
    at(['phases'], `the shares add up to ${shares.toFixed(2)}`, 'Lower them: together they are at most 1.');
  const names = new Set<string>();
  injects.forEach((inject, index) => {
    if (names.has(inject.id))
      at(['injects', index, 'id'], 'is taken by an earlier inject', 'Give it another id.');
    names.add(inject.id);
  });
  injects.forEach((inject, index) => {
    const { trigger } = inject as { trigger: { kind: string; when?: Condition } };
    if (trigger.when)
      condition(trigger.when, ['injects', index, 'trigger', 'when'], { phases: ids, injects: names }, at);
    if (inject.expectation && inject.rubric.length === 0)
      at(
        ['injects', index, 'rubric'],
        'an answer is expected, and nothing says how it is marked',
        'Write a criterion or more with its weight.',
      );
  });
}

interface Names {
  phases: ReadonlySet<string>;
  injects: ReadonlySet<string>;
}

/** Names a condition asks for must exist. Steps are the scenario's, which a programme does not know. */
function condition(one: Condition, path: (string | number)[], names: Names, at: At): void {
  const needs = (field: string, wanted: string, known: Iterable<string>) => {
    const list = [...known];
    if (!list.includes(wanted)) at([...path, field], `there is no ${wanted}`, nearest(wanted, list));
  };
  const each = (field: string, list: readonly Condition[]) => {
    for (const [index, inner] of list.entries()) condition(inner, [...path, field, index], names, at);
  };
  if ('all' in one) each('all', one.all);
  else if ('any' in one) each('any', one.any);
  else if ('not' in one) condition(one.not, [...path, 'not'], names, at);
  else if ('action' in one) needs('action', one.action, actions.keys());
  else if ('milestone' in one)
    needs(
      'milestone',
      one.milestone,
      milestones.map(known => known.id),
    );
  else if ('phase' in one) needs('phase', one.phase, names.phases);
  else if ('injectSubmitted' in one) needs('injectSubmitted', one.injectSubmitted, names.injects);
  else if ('injectOverdue' in one) needs('injectOverdue', one.injectOverdue, names.injects);
  else if ('messageAnswered' in one) needs('messageAnswered', one.messageAnswered, names.injects);
}

function hints({ file, value, at, around }: Subject): void {
  const { objectives } = value as HintFile;
  const scenarios = around.folders.flatMap(folder => namesIn(join(folder, 'scenarios')));
  const name = basename(file, '.yaml');
  if (name !== 'general' && !scenarios.includes(name))
    at(['id'], `there is no scenario ${name}`, nearest(name, ['general', ...scenarios]));
  const known = milestones.map(one => one.id);
  objectives.forEach(({ id }, index) => {
    if (!known.includes(id))
      at(['objectives', index, 'id'], `there is no milestone ${id}`, nearest(id, known));
  });
}

/** Items are compared with the whole bank: no two ask the same, no id is taken twice. */
function items({ file, value, at, around }: Subject): void {
  const { items: own } = value as { items: { id: string }[] };
  for (const { place, text: what } of bankFaults(file, around)) {
    if (place.file !== file) continue;
    const [id = '', ...field] = (place.field ?? '').split('.');
    const index = own.findIndex(item => item.id === id);
    at(
      ['items', Math.max(index, 0), ...field],
      what,
      'Correct the item; docs/guide/add-a-test-item.md says how.',
    );
  }
}

/** The bank is compared once, however many of its files are checked. */
const banks = new WeakMap<Surroundings, Fault[]>();

function bankFaults(file: string, around: Surroundings): Fault[] {
  const folder = join(folderWith(around, 'items'), 'items');
  const inBank = dirname(file) === folder;
  const known = inBank ? banks.get(around) : undefined;
  if (known) return known;
  const files = namesIn(folder).map(name => join(folder, `${name}.yaml`));
  const loaded = (inBank ? files : [...files, file]).flatMap(
    name => readItems(name, readFileSync(name, 'utf8')).items,
  );
  const { faults } = checkItems(loaded, loadFrameworks(frameworksOf(around)));
  if (inBank) banks.set(around, faults);
  return faults;
}

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(name => name.endsWith('.yaml'))
        .map(name => name.slice(0, -'.yaml'.length))
    : [];
