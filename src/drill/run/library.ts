// The scenarios of the content folders, read and checked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Check, Errors } from 'typebox/value';
import { HinomiError } from '#model/errors.ts';
import { actions } from '../actions/actions.ts';
import { leads } from '../attack/leads.ts';
import { moves } from '../attack/moves.ts';
import { reactions } from '../attack/reactions.ts';
import { filesOf, shownFile } from '../content/folders.ts';
import { parseYaml } from '../content/yaml.ts';
import { Scenario } from './scenario.ts';

const invalid = (file: string, field: string, message: string) =>
  new HinomiError('DRILL_SCENARIO_INVALID', `${file}: ${field}: ${message}`, {
    place: { file, field },
    remedy: 'Correct this field of the scenario.',
    status: 422,
  });

/** Reads one scenario from YAML text. @throws HinomiError DRILL_SCENARIO_INVALID with file and field. */
export function parseScenario(text: string, file: string): Scenario {
  const { value, faults } = parseYaml(text);
  const [fault] = faults;
  if (fault)
    throw invalid(file, '/', `${fault.line === undefined ? '' : `line ${fault.line} `}${fault.text}`);
  if (!Check(Scenario, value)) {
    const first = [...Errors(Scenario, value)][0];
    throw invalid(file, first?.instancePath || '/', first?.message ?? 'does not fit the schema');
  }
  checkNames(value, file);
  return value;
}

/** Names of moves, steps, cast, rules and actions must exist. */
function checkNames(scenario: Scenario, file: string): void {
  const steps = new Set(scenario.plan.map(step => step.id));
  const objectives = new Set(scenario.objectives.map(objective => objective.id));
  const facts = new Set([
    ...scenario.plan.flatMap(step => [`done:${step.id}`, `failed:${step.id}`, ...(step.gains ?? [])]),
    'locked-out',
    'discovered',
    'packed',
  ]);
  const cast = (name: unknown, field: string) => {
    if (!Object.hasOwn(scenario.cast, String(name)))
      throw invalid(file, field, `${String(name)} is not in the cast`);
  };
  const reference = (value: unknown, field: string) => {
    if (typeof value === 'string' && value.startsWith('$')) cast(value.slice(1).split('.')[0], field);
  };
  scenario.plan.forEach((step, i) => {
    const at = `/plan/${i}`;
    const move = moves.get(step.move);
    if (!move) throw invalid(file, `${at}/move`, `no move ${step.move}`);
    if (!Check(move.parameters, step.with ?? {})) {
      const first = [...Errors(move.parameters, step.with ?? {})][0];
      throw invalid(
        file,
        `${at}/with${first?.instancePath ?? ''}`,
        first?.message ?? 'does not fit the move',
      );
    }
    for (const [name, parameter] of Object.entries(move.parameters.properties))
      if (step.with?.[name] !== undefined && 'cast' in parameter) cast(step.with[name], `${at}/with/${name}`);
    for (const need of step.needs ?? [])
      for (const fact of need.replace(/^!/, '').split('|'))
        if (!facts.has(fact)) throw invalid(file, `${at}/needs`, `nothing gives ${fact}`);
    if (step.objective && !objectives.has(step.objective))
      throw invalid(file, `${at}/objective`, 'no such objective');
    if (step.loss?.jewel) cast(step.loss.jewel, `${at}/loss/jewel`);
    if (step.wait[0] > step.wait[1]) throw invalid(file, `${at}/wait`, 'the first is larger than the second');
  });
  for (const [i, { domain }] of scenario.attacker.channels.entries()) cast(domain, `/attacker/channels/${i}`);
  for (const { rule } of scenario.attacker.reactions)
    if (!reactions.some(reaction => reaction.id === rule))
      throw invalid(file, '/attacker/reactions', `no rule ${rule}`);
  for (const lead of scenario.leads.from)
    if (!leads.has(lead)) throw invalid(file, '/leads', `no false lead ${lead}`);
  for (const play of scenario.bestPlay) {
    if (play.after !== 'start' && !steps.has(play.after))
      throw invalid(file, '/bestPlay', `no step ${play.after}`);
    if (!actions.has(play.action)) throw invalid(file, '/bestPlay', `no action ${play.action}`);
    for (const value of Object.values(play.with)) reference(value, '/bestPlay');
  }
  for (const one of scenario.notices) {
    if (!steps.has(one.after)) throw invalid(file, '/notices', `no step ${one.after}`);
    for (const value of Object.values(one.values ?? {})) reference(value, '/notices');
  }
}

let library: ReadonlyMap<string, Scenario> | undefined;

/**
 * All scenarios by id, read once: the product's and those of the organisation.
 * @throws HinomiError DRILL_SCENARIO_INVALID with file and field.
 */
export function scenarios(): ReadonlyMap<string, Scenario> {
  library ??= new Map(
    filesOf('scenarios').map(({ folder, name }) => {
      const file = shownFile(folder, `scenarios/${name}`);
      const scenario = parseScenario(readFileSync(join(folder, 'scenarios', name), 'utf8'), file);
      if (`${scenario.id}.yaml` !== name) throw invalid(file, '/id', 'differs from the name of the file');
      return [scenario.id, scenario] as const;
    }),
  );
  return library;
}
