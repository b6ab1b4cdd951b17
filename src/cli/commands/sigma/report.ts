// The report of `hinomi sigma world` in Markdown.
import { levels } from '#analyse/incident/sigma/tally.ts';
import { notes, reasons } from './reasons.ts';
import type { Attacked } from './steps.ts';
import type { SigmaOfWorld } from './world.ts';

/** What a world should keep to, alerts a host-day. */
const wanted = { medium: 0.2, high: 0.02 };

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: (string | number)[]): string =>
  `| ${cells.map(one => cell(String(one))).join(' | ')} |`;
const table = (head: readonly string[], rows: string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

const serious = (level: string): boolean => level === 'critical' || level === 'high' || level === 'medium';

const loudly = (level: string): boolean => level === 'critical' || level === 'high';
type Step = Attacked['steps'][number];
const caughtBy = ({ rules }: Step, test: (level: string) => boolean, windows?: boolean): boolean =>
  rules.some(
    ({ level, category }) => test(level) && (windows === undefined || (category === 'windows') === windows),
  );
const count = (steps: readonly Step[], test: (step: Step) => boolean): number => steps.filter(test).length;

/** Whether rules alone would give the scenario away, or never would. */
function judgement({ steps }: Attacked): string {
  const visible = steps.filter(step => step.events + step.others > 0);
  const caught = count(visible, step => caughtBy(step, serious));
  const loud = count(visible, step => caughtBy(step, loudly));
  const byOthers = count(visible, step => caughtBy(step, serious, false) && !caughtBy(step, serious, true));
  const share = `${caught} of ${visible.length} steps with records caught at medium or above (${byOthers} of them only in other logs than Windows'), ${loud} at high or above`;
  if (caught === 0) return `${share}. **Never caught by these rules**: only an investigation finds it.`;
  if (visible.length > 2 && loud === visible.length)
    return `${share}. **Caught at every step at high or above**: too easy for a team with these rules.`;
  if (visible.length > 2 && caught === visible.length)
    return `${share}. **Something rings at every step**: easy for a team that looks at medium alerts.`;
  return `${share}.`;
}

const rulesOf = (step: Attacked['steps'][number]): string =>
  step.rules.length === 0
    ? '–'
    : step.rules
        .map(
          rule =>
            `${rule.level}: ${rule.title}${rule.category === 'windows' ? '' : ` [${rule.category}]`}${rule.alerts > 1 ? ` (${rule.alerts})` : ''}`,
        )
        .join('; ');

const section = (one: Attacked): string =>
  [
    `### ${one.scenario} (${one.status}, ${one.profile})`,
    judgement(one),
    ...(one.falseLeads > 0
      ? [`False leads of this variant: ${one.falseLeads} alerts of medium and above.`]
      : []),
    table(
      ['Step', 'Move', 'ATT&CK', 'Windows records', 'Other records', 'Rules (alerts)'],
      one.steps.map(step =>
        row(step.step, step.move, step.techniques.join(', '), step.events, step.others, rulesOf(step)),
      ),
    ),
  ].join('\n\n');

/** Categories other than Windows. */
type Everyday = SigmaOfWorld['benign']['categories'][number];
const others = ({ categories }: SigmaOfWorld['benign']): Everyday[] =>
  categories.filter(({ category }) => category !== 'windows');

const byCategory = ({ benign, rules }: SigmaOfWorld): string =>
  table(
    ['Category', 'Rules', 'Records', 'Host-days', ...levels, 'Medium+ a host-day', 'High+ a host-day'],
    benign.categories.map(one =>
      row(
        one.category,
        rules.byCategory[one.category] ?? 0,
        one.events,
        one.hostDays,
        ...one.byLevel.map(({ alerts }) => alerts),
        one.mediumOrAbovePerHostDay.toFixed(3),
        one.highOrAbovePerHostDay.toFixed(3),
      ),
    ),
  );

/** The whole document. */
export function report(result: SigmaOfWorld): string {
  const { benign, rules, profile, staff, days, seed, hosts, withSysmon, attacked } = result;
  const kept = (value: number, limit: number) => `${value.toFixed(3)} (aim: at most ${limit})`;
  const heard = others(benign).flatMap(({ category, rules: list }) =>
    list.map(one =>
      row(
        category,
        one.title,
        one.level,
        one.alerts,
        one.hosts,
        one.alertsPerHostDay.toFixed(4),
        reasons[one.id] ?? '',
      ),
    ),
  );
  return `${[
    '# Sigma over the simulated world / Sigma ルールで見た演習の世界',
    'Made by `hinomi sigma world --rules RULES.tar.gz --out docs/drill-sigma.md`; run it again rather than edit this file. A world must be neither silent nor shouting: real estates have some alerts of honest work every day, and an attack must not be the only thing that rings.',
    '公開の Sigma ルールを、攻撃のない日常と各シナリオの両方にかけた結果です。Windows のイベントログに加え、プロキシ・DNS・Web サーバー・Linux・Zeek・ファイアウォール・ウイルス対策・データベースのログも対象です。日常にも業務上の理由で少数の警告が出ること、攻撃だけが鳴るのではないこと、どの段階がどのルールで見つかるかを確かめます。',
    '## What was run / 条件',
    table(
      ['', ''],
      [
        row(
          'Rules',
          `SigmaHQ rules (rules, rules-emerging-threats, rules-threat-hunting); newest change ${rules.newest}${rules.sha256 ? `, archive SHA-256 ${rules.sha256}` : ''}; ${rules.compiled} compiled, of which ${rules.dormant} are for logs this world does not have; ${rules.rejected} rejected`,
        ),
        row('World', `${profile}, ${staff} people, ${days} working days, seed ${seed}`),
        row('Windows hosts', `${hosts}, ${withSysmon} with Sysmon`),
        row('Windows events', benign.events),
        row('Windows host-days', benign.hostDays),
        row(
          'Records of other logs',
          others(benign).reduce((sum, { events }) => sum + events, 0),
        ),
        row(
          'Double counting',
          `removed: the same start of a program in Sysmon 1 and Security 4688 is one alert (${benign.matches} matches, ${benign.alerts} alerts of Windows); so are a request to the proxy in Squid and Zeek, and a look-up in BIND and Zeek`,
        ),
      ],
    ),
    '## Without an attack / 攻撃のない日常',
    `Medium and above on Windows: ${kept(benign.mediumOrAbovePerHostDay, wanted.medium)} a host-day. High and above: ${kept(benign.highOrAbovePerHostDay, wanted.high)} a host-day.`,
    table(
      ['Level', 'Alerts', 'Per host-day'],
      benign.byLevel.map(one => row(one.level, one.alerts, one.perHostDay.toFixed(4))),
    ),
    'Loudest rules:',
    table(
      ['Rule', 'Level', 'Alerts', 'Hosts', 'Per host-day'],
      benign.rules
        .slice(0, 30)
        .map(one => row(one.title, one.level, one.alerts, one.hosts, one.alertsPerHostDay.toFixed(4))),
    ),
    '## By category of logs / ログの種類ごと',
    'A host is whose log it is, or the client where a server logs about clients. Rules are those about logs of which there was a record. Records of Linux audit count once as records and once more as the process, file or connection they tell together.',
    byCategory(result),
    'Every rule that rings in logs other than Windows’, and why:',
    table(['Category', 'Rule', 'Level', 'Alerts', 'Hosts', 'Per host-day', 'Why'], heard),
    notes,
    '## Each attack / シナリオごと',
    `Played to the end with nobody acting (seed ${seed}); levels in order: ${levels.join(', ')}. Rules of other logs than Windows’ have their category in brackets.`,
    table(
      [
        'Scenario',
        'Status',
        'Steps',
        'With Windows records',
        'Caught at medium+ (Windows)',
        'Caught at medium+ (any log)',
        'Caught at high+ (any log)',
      ],
      attacked.map(({ scenario, status, steps }) =>
        row(
          scenario,
          status,
          steps.length,
          count(steps, step => step.events > 0),
          count(steps, step => caughtBy(step, serious, true)),
          count(steps, step => caughtBy(step, serious)),
          count(steps, step => caughtBy(step, loudly)),
        ),
      ),
    ),
    ...attacked.map(section),
  ].join('\n\n')}\n`;
}
