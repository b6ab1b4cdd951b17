// `hinomi drill preview`: what a class would meet, before one does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentFolders } from '#drill/content/folders.ts';
import { programmeOf } from '#drill/exercise/content.ts';
import { type Evidence, type Preview, previewOf } from '#drill/preview/preview.ts';
import { parseScenario, scenarios } from '#drill/run/library.ts';
import type { Scenario } from '#drill/run/scenario.ts';
import { makeWorld } from '#drill/world/make-world.ts';
import { loadProfile } from '#drill/world/profile/load-profile.ts';
import { formatMessage } from '#model/messages.ts';
import { type CommandContext, UsageError } from '../../command.ts';
import { type Language, type Text, whole } from './words.ts';

const words = {
  people: {
    ja: '職員 {people} 人、機器 {hosts} 台、{domain}',
    en: '{people} people, {hosts} machines, {domain}',
  },
  jewels: { ja: '守るべきもの', en: 'what must not be lost' },
  steps: { ja: '攻撃の段階(誰も対処しない場合)', en: 'Steps of the attack (nobody acts)' },
  lines: { ja: '行', en: 'lines' },
  nothing: { ja: 'ログに何も残らない', en: 'leaves no line' },
  never: { ja: '時間内に起きない段階', en: 'Steps that do not come in the window' },
  said: { ja: '自然に届く連絡', en: 'What people say by themselves' },
  injects: { ja: '状況付与', en: 'Injects' },
  hand: { ja: '自動では来ない', en: 'not by itself' },
  leads: { ja: '紛らわしい正常な出来事', en: 'False leads' },
  best: { ja: '最善の対処', en: 'Best play' },
  harm: {
    ja: '損失: 何もしない場合 {idle}、最善の対処 {loss} + 業務費用 {cost}',
    en: 'Loss: {idle} when nobody acts, {loss} + cost {cost} with best play',
  },
  actions: { ja: '対処の費用と所要時間', en: 'Actions: effort, minutes until they work, cost' },
  boss: { ja: '要承認', en: 'needs approval' },
} satisfies Record<string, Text>;

/** The scenario of `--scenario`. @throws UsageError when there is none. */
function scenarioNamed(id: string): Scenario {
  // One of the author's own is read alone: a fault in another file must not hinder it.
  const file = join(contentFolders()[0]!, 'scenarios', `${id}.yaml`);
  if (contentFolders().length > 1 && /^[a-z][a-z0-9-]*$/.test(id) && existsSync(file))
    return parseScenario(readFileSync(file, 'utf8'), file);
  const found = scenarios().get(id);
  if (!found) throw new UsageError(`--scenario needs one of: ${[...scenarios().keys()].join(', ')}`);
  return found;
}

/** Prints what a class would meet, as text or with --json. */
export function drillPreview(context: CommandContext, language: Language): number {
  const profile = String(context.flags['profile'] ?? 'municipality');
  const scenario = scenarioNamed(String(context.flags['scenario'] ?? 'targeted-mail'));
  const seed = whole(context, 'seed', 7);
  const world = makeWorld({
    profile: loadProfile(profile),
    staff: whole(context, 'staff', 120),
    days: 2,
    seed,
  });
  const programme = context.flags['programme'];
  const preview = previewOf(
    world,
    scenario,
    seed,
    programme === undefined ? undefined : programmeOf(String(programme)),
  );
  if (context.json) context.out(JSON.stringify(preview));
  else for (const line of told(preview, language)) context.out(line);
  return 0;
}

function told(preview: Preview, language: Language): string[] {
  const { organisation, scenario, harm } = preview;
  const { people, hosts, domain } = organisation;
  const clock = (at: number) => new Date(at + organisation.utcOffset * 60_000).toISOString().slice(11, 16);
  const evidence = (list: readonly Evidence[]): string[] =>
    list.flatMap(({ source, lines, first, codes, examples }) => [
      `         ${clock(first)} ${source}  ${lines} ${words.lines[language]}${codes.length > 0 ? ` (${codes.join(' ')})` : ''}`,
      ...examples.slice(0, 1).map(text => `               ${visible(text).slice(0, 160)}`),
    ]);
  const head = (name: keyof typeof words) => ['', `■ ${words[name][language]}`];
  const messages = storyMessages(language);
  return [
    `${scenario.title[language]} (${scenario.id}) — ${organisation.name[language]}`,
    formatMessage(words.people[language], { people, hosts, domain }),
    `${words.jewels[language]}: ${organisation.jewels.map(one => `${one.name[language]} (${one.value})`).join(', ')}`,
    scenario.briefing[language],
    `${clock(preview.start)}–${clock(preview.end)}`,
    ...head('steps'),
    ...preview.steps.flatMap(step => [
      `${clock(step.at)}  ${step.title[language]} [${step.step}, ${step.techniques.join(' ')}] ${step.outcome}`,
      ...(step.hosts.length > 0
        ? [`       ${[...step.hosts, ...step.accounts].slice(0, 8).join(', ')}`]
        : []),
      ...(step.evidence.length > 0 ? evidence(step.evidence) : []),
    ]),
    ...(preview.never.length > 0 ? head('never') : []),
    ...preview.never.map(one => `       ${one.title[language]} [${one.step}]`),
    ...head('said'),
    ...preview.said.map(
      ({ at, channel, message }) =>
        `${clock(at)}  ${channel}: ${formatMessage(messages[message.key] ?? message.key, message.values)}`,
    ),
    ...head('injects'),
    ...preview.injects.map(
      one =>
        `${one.at === undefined ? words.hand[language] : clock(one.at)}  ${one.title[language]}: ${one.text[language]}`,
    ),
    ...head('leads'),
    ...preview.leads.flatMap(one => [
      `       ${one.title[language]} [${one.lead}]`,
      ...evidence(one.evidence),
    ]),
    ...head('best'),
    ...preview.bestPlay.map(
      one => `${clock(one.at)}  ${one.title[language]}  ${Object.values(one.parameters).join(', ')}`,
    ),
    formatMessage(words.harm[language], { idle: harm.idle, loss: harm.best.loss, cost: harm.best.cost }),
    ...head('actions'),
    ...preview.actions.map(
      one =>
        `${String(one.effort).padStart(5)}  ${one.delay.join('–').padStart(7)}  ${one.title[language]}: ${one.cost[language]}${one.approval === 'boss' ? ` (${words.boss[language]})` : ''}`,
    ),
  ];
}

/** Control characters an attacker may have put into a log would steer the terminal. */
const visible = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

const storyMessages = (language: Language): Record<string, string> =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, '../../../../content/messages', language, 'drill-run.json'),
      'utf8',
    ),
  );
