// What each action does to the evidence: a fitting moment of a scenario played with it and without, and the lines compared.
import { actionList } from '../actions/actions.ts';
import { everyday } from '../activity/everyday.ts';
import { sliceMs, sliceOf } from '../activity/slice.ts';
import { castText } from '../run/cast.ts';
import { scenarios } from '../run/library.ts';
import type { ActionTaken, Run } from '../run/run.ts';
import { simulate } from '../run/simulate.ts';
import { makeVariant, type Variant } from '../run/variant.ts';
import { maskTest } from '../view/match.ts';
import { type OverlayRow, overlayWriter } from '../view/overlay.ts';
import type { World } from '../world/entities.ts';

interface Case {
  scenario: string;
  /** So many minutes after the start of this step, when nobody acts. */
  after: string;
  minutes: number;
  parameters: (of: (reference: string) => string, world: World) => ActionTaken['parameters'];
  /** What has to be done before for it to mean something: action, minutes earlier, parameters. */
  before?: readonly [action: string, earlier: number, field: string, reference: string][];
}

const at = (scenario: string, after: string, minutes: number, field = '', reference = ''): Case => ({
  scenario,
  after,
  minutes,
  parameters: of => (field === '' ? {} : { [field]: reference.startsWith('$') ? of(reference) : reference }),
});

/** A moment at which each action means something. */
const cases: Readonly<Record<string, Case>> = {
  'block-name': at('targeted-mail', 'open', 20, 'name', '$command'),
  'block-address': at('list-login', 'try', 15, 'address', '$proxies.all'),
  'block-url': {
    ...at('watering-hole', 'visit', 1),
    parameters: of => ({ url: `http://${of('$relay')}/` }),
  },
  'block-sender': {
    ...at('targeted-mail', 'open', 20, 'sender', '$sender'),
    before: [['isolate-host', 5, 'host', '$victim.host']],
  },
  'cut-internet': at('ddos-intrusion', 'flood', 10),
  'isolate-host': at('targeted-mail', 'look', 5, 'host', '$victim.host'),
  'isolate-segment': {
    ...at('wiper', 'look', 5),
    parameters: (of, world) => ({
      segment: world.organisation.hosts.find(host => host.name === of('$entry.host'))?.segment.id ?? '',
    }),
  },
  'scan-host': at('targeted-mail', 'look', 5, 'host', '$victim.host'),
  'disable-account': at('targeted-mail', 'dump', 3, 'account', '$helpdesk'),
  'reset-password': at('targeted-mail', 'dump', 3, 'account', '$helpdesk'),
  'revoke-tickets': {
    ...at('targeted-mail', 'dcsync', 3, 'account', 'krbtgt'),
    before: [
      ['reset-password', 1, 'account', '$admin'],
      ['reset-password', 1, 'account', '$helpdesk'],
      ['revoke-tickets', 2, 'account', 'krbtgt'],
    ],
  },
  'revoke-sessions': at('list-login', 'abuse', 5, 'account', 'all'),
  'take-image': at('targeted-mail', 'look', 5, 'host', '$victim.host'),
  'take-memory': at('targeted-mail', 'look', 5, 'host', '$victim.host'),
  'collect-logs': at('targeted-mail', 'look', 5, 'host', '$victim.host'),
  'raise-logging': at('wiper', 'land', 1, 'host', 'all'),
  patch: at('list-login', 'try', 10, 'host', '$application'),
  restore: at('defacement', 'deface', 20, 'host', '$public'),
  'rebuild-host': at('defacement', 'deface', 20, 'host', '$public'),
  release: {
    ...at('targeted-mail', 'look', 5),
    parameters: () => ({ number: 1 }),
    before: [['isolate-host', 30, 'host', '$victim.host']],
  },
  'ask-user': at('targeted-mail', 'look', 5, 'account', '$victim'),
  'notify-users': at('targeted-mail', 'mail', 1, 'text', 'Do not open it.'),
  'call-boss': at('targeted-mail', 'look', 5, 'text', 'An incident.'),
  'call-csirt': at('targeted-mail', 'look', 5, 'indicator', '$command'),
  'call-vendor': {
    ...at('targeted-mail', 'look', 100, 'host', '$victim.host'),
    before: [['take-image', 95, 'host', '$victim.host']],
  },
  'call-provider': at('ddos-intrusion', 'flood', 5, 'text', 'A flood.'),
  'call-police': at('list-login', 'abuse', 20, 'text', 'Fraud.'),
  'publish-statement': at('wiper', 'deploy', 5, 'text', 'A statement.'),
};

type Counts = Readonly<Record<string, number>>;
export interface Effect {
  action: string;
  scenario: string;
  outcome: string;
  /** Lines of the run, by source and kind, that are there more or less often than without it. */
  more: Counts;
  fewer: Counts;
  /** Everyday lines of the two hours after it that did not happen, by source; below zero: that happen again. */
  masked: Counts;
  /** Messages that came, files to download. */
  said: number;
  artefacts: number;
}

/** Every action at its moment. */
export function effectsOf(world: World, seed: number): Effect[] {
  const rows = overlayWriter(world);
  const life = new Map<number, readonly OverlayRow[]>();
  const slice = (index: number): readonly OverlayRow[] => {
    let known = life.get(index);
    if (!known) {
      const events: Parameters<typeof rows>[0][number][] = [];
      everyday(world, index, event => events.push(event));
      known = rows(events);
      life.set(index, known);
    }
    return known;
  };
  return actionList.flatMap(({ id }) => {
    const fitting = cases[id];
    const scenario = fitting && scenarios().get(fitting.scenario);
    if (!fitting || !scenario) return [];
    const variant = makeVariant(world, scenario, seed);
    const { without, action, moment } = logsOf(world, variant, id, fitting);
    const base = simulate(world, variant, without, variant.end);
    const run = simulate(world, variant, [...without, action], variant.end);
    const outcome = run.actions.find(one => one.number === action.number);
    const [before, after] = [kindsOf(rows(base.events)), kindsOf(rows(run.events))];
    const [gone, goneBefore] = [maskTest(run.masks), maskTest(base.masks)];
    const masked: Record<string, number> = {};
    const first = Math.floor((moment - world.start) / sliceMs);
    if (JSON.stringify(run.masks) !== JSON.stringify(base.masks))
      for (let index = first; index < first + hours * 6; index++)
        for (const row of sliceOf(world, index).from < variant.end ? slice(index) : []) {
          const change = Number(gone(row)) - Number(goneBefore(row));
          if (change !== 0) masked[row.source] = (masked[row.source] ?? 0) + change;
        }
    return [
      {
        action: id,
        scenario: scenario.id,
        outcome: outcome?.message.key.replace('drill.outcome.', '') ?? '',
        more: difference(after, before),
        fewer: difference(before, after),
        masked,
        said: Math.max(0, said(run) - said(base)),
        artefacts: outcome?.artefacts.length ?? 0,
      },
    ];
  });
}

/** Everyday life is looked at for this long. */
const hours = 2;
const said = (run: Run): number => run.utterances.length;

function logsOf(
  world: World,
  variant: Variant,
  id: string,
  { after, minutes, parameters, before = [] }: Case,
) {
  const of = (reference: string) => castText(variant.cast, reference) ?? reference;
  const step = simulate(world, variant, [], variant.end).steps.find(one => one.step === after);
  const moment = (step?.at ?? variant.start) + minutes * 60_000;
  const taken = (number: number, action: string, time: number, values: ActionTaken['parameters']) => ({
    number,
    action,
    parameters: values,
    at: time,
    by: '',
    approvedAt: time,
  });
  const without = before.map(([action, earlier, field, reference], i) =>
    taken(i + 1, action, moment - earlier * 60_000, {
      [field]: reference.startsWith('$') ? of(reference) : reference,
    }),
  );
  return { without, action: taken(before.length + 1, id, moment, parameters(of, world)), moment };
}

function kindsOf(rows: readonly OverlayRow[]): Counts {
  const counts: Record<string, number> = {};
  for (const { source, code } of rows) {
    const kind = `${source} ${code}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** What the first has more of. */
const difference = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(
    Object.entries(one)
      .map(([kind, count]) => [kind, count - (other[kind] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );

/** The table as Markdown. */
export function effectsTable(effects: readonly Effect[]): string {
  const most = 5;
  const cell = (counts: Counts): string => {
    const list = Object.entries(counts).sort(
      (a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1),
    );
    const shown = list
      .slice(0, most)
      .map(([kind, count]) => `${kind.trim().replaceAll('|', '\\|')} × ${count}`);
    return (
      [...shown, ...(list.length > most ? [`and ${list.length - most} kinds more`] : [])].join('; ') || '–'
    );
  };
  return [
    '| action | scenario | outcome | lines more | lines fewer | everyday lines that did not happen in 2 h | messages | files |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...effects.map(
      one =>
        `| \`${one.action}\` | ${one.scenario} | ${one.outcome} | ${cell(one.more)} | ${cell(one.fewer)} | ${cell(one.masked)} | ${one.said} | ${one.artefacts} |`,
    ),
  ].join('\n');
}
