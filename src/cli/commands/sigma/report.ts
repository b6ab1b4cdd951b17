// The report of `hinomi sigma world` in Markdown.
import { levels } from '#analyse/incident/sigma/tally.ts';
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

/** Whether rules alone would give the scenario away, or never would. */
function judgement({ steps }: Attacked): string {
  const visible = steps.filter(step => step.events > 0);
  const caught = visible.filter(step => step.rules.some(rule => serious(rule.level)));
  const loud = visible.filter(step =>
    step.rules.some(rule => rule.level === 'high' || rule.level === 'critical'),
  );
  const share = `${caught.length} of ${visible.length} steps with Windows records caught at medium or above, ${loud.length} at high or above; ${steps.length - visible.length} leave no Windows record`;
  if (visible.length === 0) return `${share}. The attack does not touch Windows: found in other logs.`;
  if (caught.length === 0)
    return `${share}. **Never caught by these rules**: only an investigation finds it.`;
  if (visible.length > 2 && loud.length === visible.length)
    return `${share}. **Caught at every step at high or above**: too easy for a team with these rules.`;
  if (visible.length > 2 && caught.length === visible.length)
    return `${share}. **Something rings at every step**: easy for a team that looks at medium alerts.`;
  return `${share}.`;
}

const rulesOf = (step: Attacked['steps'][number]): string =>
  step.rules.length === 0
    ? '–'
    : step.rules
        .map(rule => `${rule.level}: ${rule.title}${rule.alerts > 1 ? ` (${rule.alerts})` : ''}`)
        .join('; ');

const section = (one: Attacked): string =>
  [
    `### ${one.scenario} (${one.status}, ${one.profile})`,
    judgement(one),
    ...(one.falseLeads > 0
      ? [`False leads of this variant: ${one.falseLeads} alerts of medium and above.`]
      : []),
    table(
      ['Step', 'Move', 'ATT&CK', 'Windows records', 'Rules (alerts)'],
      one.steps.map(step =>
        row(step.step, step.move, step.techniques.join(', '), step.events, rulesOf(step)),
      ),
    ),
  ].join('\n\n');

/** The whole document. */
export function report(result: SigmaOfWorld): string {
  const { benign, rules, profile, staff, days, seed, hosts, withSysmon, attacked } = result;
  const kept = (value: number, limit: number) => `${value.toFixed(3)} (aim: at most ${limit})`;
  return `${[
    '# Sigma over the simulated world / Sigma ルールで見た演習の世界',
    'Made by `hinomi sigma world --rules RULES.tar.gz --out docs/drill-sigma.md`; run it again rather than edit this file. A world must be neither silent nor shouting: real estates have some alerts of honest work every day, and an attack must not be the only thing that rings.',
    '公開の Sigma ルールを、攻撃のない日常と各シナリオの両方にかけた結果です。日常にも業務上の理由で少数の警告が出ること、攻撃だけが鳴るのではないこと、どの段階がどのルールで見つかるかを確かめます。',
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
        row('Host-days', benign.hostDays),
        row(
          'Double counting',
          `removed: the same start of a program in Sysmon 1 and Security 4688 is one alert (${benign.matches} matches, ${benign.alerts} alerts)`,
        ),
      ],
    ),
    '## Without an attack / 攻撃のない日常',
    `Medium and above: ${kept(benign.mediumOrAbovePerHostDay, wanted.medium)} a host-day. High and above: ${kept(benign.highOrAbovePerHostDay, wanted.high)} a host-day.`,
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
    `## Each attack / シナリオごと`,
    `Played to the end with nobody acting (seed ${seed}); levels in order: ${levels.join(', ')}. A step that leaves no Windows record (mail, web, flood, command channel through the proxy) can only be seen in other logs.`,
    table(
      ['Scenario', 'Status', 'Steps', 'With Windows records', 'Caught at medium+', 'Caught at high+'],
      attacked.map(({ scenario, status, steps }) =>
        row(
          scenario,
          status,
          steps.length,
          steps.filter(step => step.events > 0).length,
          steps.filter(step => step.rules.some(rule => serious(rule.level))).length,
          steps.filter(step => step.rules.some(rule => rule.level === 'high' || rule.level === 'critical'))
            .length,
        ),
      ),
    ),
    ...attacked.map(section),
  ].join('\n\n')}\n`;
}
