// Milestones of an investigation, the same for every scenario: what the class wall shows and hints are about.

import type { Run, Truth } from '../run/run.ts';
import type { TeamState } from './state.ts';

export interface MilestoneInput {
  truth: Truth;
  /** The team's run up to now. */
  run: Run;
  state: TeamState;
}

export interface Milestone {
  id: string;
  /** Whether the scenario has it at all. */
  applies(truth: Truth): boolean;
  reached(input: MilestoneInput): boolean;
}

const bare = (value: string): string => value.trim().toLowerCase().replace(/^.*\\/, '').replace(/\.$/, '');

/** Values of one kind the team calls bad. */
const named = (state: TeamState, ...types: string[]): Set<string> =>
  new Set(
    state.case.entities
      .filter(entity => types.includes(entity.type) && entity.verdict !== 'benign')
      .map(entity => bare(entity.value)),
  );
const some = (found: ReadonlySet<string>, wanted: readonly string[]): boolean =>
  wanted.some(value => found.has(bare(value)));
/** Hosts the attack has touched in this run. */
const touched = (run: Run): string[] => [...new Set(run.steps.flatMap(step => step.hosts))];
const network = new Set(['domain', 'ip', 'url']);

export const milestones: readonly Milestone[] = [
  {
    id: 'noticed',
    applies: () => true,
    reached: ({ state }) => state.case.evidence.length + state.case.entities.length > 0,
  },
  {
    id: 'victim',
    applies: truth => truth.hosts.length > 0,
    reached: ({ state, truth, run }) => some(named(state, 'host'), [...truth.hosts, ...touched(run)]),
  },
  {
    id: 'channel',
    applies: truth => truth.indicators.some(one => network.has(one.type)),
    reached: ({ state, truth, run }) =>
      some(
        named(state, 'domain', 'ip', 'url'),
        [...truth.indicators, ...run.steps.flatMap(step => step.indicators)]
          .filter(one => network.has(one.type))
          .map(one => one.value),
      ),
  },
  {
    id: 'entry',
    applies: truth => truth.entry.host !== '',
    reached: ({ state, truth }) =>
      state.case.route.some(
        step => bare(step.to) === bare(truth.entry.host) && bare(step.from) === 'internet',
      ),
  },
  {
    id: 'accounts',
    applies: truth => truth.accounts.length > 0,
    reached: ({ state, truth }) => some(named(state, 'account'), truth.accounts),
  },
  {
    id: 'scope',
    applies: truth => truth.hosts.length > 1,
    reached({ state, run }) {
      const hosts = touched(run);
      const found = named(state, 'host');
      return hosts.length > 0 && hosts.filter(host => found.has(bare(host))).length >= 0.8 * hosts.length;
    },
  },
  {
    id: 'damage',
    applies: truth => truth.files.length > 0,
    reached: ({ state, truth }) =>
      some(named(state, 'path'), truth.files) ||
      truth.files.some(file => String(state.report.get('damage')?.value ?? '').includes(leaf(file))),
  },
  {
    id: 'told',
    applies: () => true,
    reached: ({ state }) =>
      state.actions.some(action => action.action === 'call-boss') ||
      state.messages.some(message => message.direction === 'out' && message.role === 'boss'),
  },
  {
    id: 'contained',
    applies: truth => truth.hosts.length > 0,
    reached: ({ run, state }) =>
      run.steps.some(step => step.outcome === 'done') &&
      state.actions.length > 0 &&
      run.attacker.footholds.length === 0,
  },
  { id: 'report', applies: () => true, reached: ({ state }) => state.reportSubmitted !== undefined },
];

const leaf = (path: string): string => path.replace(/^.*[\\/]/, '');

/** Milestones a team has just reached. */
export const reachedNow = (input: MilestoneInput): string[] =>
  milestones
    .filter(one => one.applies(input.truth) && !input.state.milestones.has(one.id) && one.reached(input))
    .map(one => one.id);
