// Reasons of a score in words: names of steps, actions and losses as people call them.
import en from '#content/messages/en/drill-score.json' with { type: 'json' };
import ja from '#content/messages/ja/drill-score.json' with { type: 'json' };
import type { Localized } from '#model/localized.ts';
import { formatMessage } from '#model/messages.ts';
import { actions } from '../actions/actions.ts';
import type { Scenario } from '../run/scenario.ts';

export type TextKey = keyof typeof en;
const texts: Readonly<Record<'ja' | 'en', Readonly<Record<string, string>>>> = { ja, en };
const languages = ['ja', 'en'] as const;

/** What a step of a scenario is called; its id where it has no title. */
export const stepTitle = (scenario: Pick<Scenario, 'plan'>, step: string): Localized =>
  scenario.plan.find(one => one.id === step)?.title ?? { ja: step, en: step };
export const actionTitle = (action: string): Localized =>
  actions.get(action)?.title ?? { ja: action, en: action };

/** A text of the catalogue in both languages, values filled in; `step` and `action` are named in words, others by `drill.name.*`. */
export function explained(
  key: TextKey,
  values: Readonly<Record<string, string | number>>,
  scenario: Pick<Scenario, 'plan'>,
): Localized {
  const fill = (language: 'ja' | 'en'): string => {
    const named: Record<string, string | number> = { ...values };
    if (values['step'] !== undefined) named['step'] = stepTitle(scenario, String(values['step']))[language];
    if (values['action'] !== undefined) named['action'] = actionTitle(String(values['action']))[language];
    for (const [name, value] of Object.entries(values))
      named[name] = texts[language][`drill.name.${name}.${value}`] ?? named[name]!;
    return formatMessage(texts[language][key] ?? key, named);
  };
  return Object.fromEntries(languages.map(language => [language, fill(language)])) as Localized;
}

/** A text of the catalogue as it stands. */
export const sentence = (key: TextKey): Localized => ({ ja: ja[key], en: en[key] });
