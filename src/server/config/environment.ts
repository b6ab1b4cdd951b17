// Hands settings to child processes as environment variables.
import { environmentName, type Settings, settingKeys } from './settings.ts';

/** Every setting under its environment name. */
export const environmentOf = (settings: Settings): Record<string, string> =>
  Object.fromEntries(settingKeys.map(key => [environmentName(key), [settings[key]].flat().join(',')]));
