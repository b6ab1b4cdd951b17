// Settings from file, environment and flags, later ones winning; every mistake named with where it was made.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { HinomiError } from '#model/errors.ts';
import { environmentName, flagName, type SettingKey, Settings, settingKeys } from './settings.ts';

type Source = Record<string, string | undefined>;

/**
 * Reads the settings. `flags` are keyed by flag name without dashes. The file is `--config`, else HINOMI_CONFIG,
 * else `hinomi.json` in the data folder when there is one.
 * @throws HinomiError `CONFIG_INVALID` naming file, variable or flag, and what is expected.
 */
export function loadSettings(
  environment: Source,
  flags: Source = {},
  workingDirectory = process.cwd(),
): Settings {
  const settings = Value.Default(Settings, {}) as Record<SettingKey, unknown>;
  const places = new Map<SettingKey, string>();
  const put = (key: SettingKey, value: unknown, place: string) => {
    settings[key] = value;
    places.set(key, place);
  };
  const early = flags[flagName('data')] ?? environment[environmentName('data')] ?? (settings.data as string);
  const file =
    flags['config'] ?? environment['HINOMI_CONFIG'] ?? join(resolve(workingDirectory, early), 'hinomi.json');
  if (flags['config'] || environment['HINOMI_CONFIG'] || existsSync(file))
    for (const [key, value] of Object.entries(readConfigFile(file))) {
      if (!(settingKeys as string[]).includes(key))
        throw new HinomiError('CONFIG_INVALID', `${file}: unknown setting "${key}"`, {
          place: { file, field: key },
          remedy: 'See docs/settings.md for the names.',
        });
      put(key as SettingKey, value, file);
    }
  for (const key of settingKeys) {
    const name = environmentName(key);
    const fromEnvironment = environment[name];
    if (fromEnvironment !== undefined) put(key, convert(key, fromEnvironment, name), name);
    const flag = flagName(key);
    const fromFlag = flags[flag];
    if (fromFlag !== undefined) put(key, convert(key, fromFlag, `--${flag}`), `--${flag}`);
  }
  for (const key of settingKeys) {
    const schema = Settings.properties[key];
    if (Value.Check(schema, settings[key])) continue;
    const problem = Value.Errors(schema, settings[key])[0]?.message ?? 'is not valid';
    const place = places.get(key) ?? 'default';
    throw new HinomiError('CONFIG_INVALID', `${place}: ${key} ${problem}`, {
      place: { file: place, field: key },
      remedy: (schema as { description?: string }).description ?? '',
    });
  }
  const complete = settings as unknown as Settings;
  return {
    ...complete,
    data: resolve(workingDirectory, complete.data),
    content: complete.content && resolve(workingDirectory, complete.content),
  };
}

function readConfigFile(file: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
      throw new Error('must hold one JSON object');
    return parsed as Record<string, unknown>;
  } catch (cause) {
    throw new HinomiError('CONFIG_INVALID', `${file}: ${(cause as Error).message}`, {
      place: { file },
      remedy: 'Mend the file or start without --config.',
      cause,
    });
  }
}

function convert(key: SettingKey, given: string, place: string): unknown {
  const schema = Settings.properties[key] as { type?: string };
  switch (schema.type) {
    case 'integer': {
      const value = Number(given);
      if (given.trim() === '' || !Number.isInteger(value))
        throw new HinomiError('CONFIG_INVALID', `${place}: "${given}" is not a whole number`, {
          place: { field: key },
        });
      return value;
    }
    case 'boolean':
      if (/^(1|true|yes|on)$/i.test(given)) return true;
      if (/^(0|false|no|off)$/i.test(given)) return false;
      throw new HinomiError('CONFIG_INVALID', `${place}: "${given}" is neither true nor false`, {
        place: { field: key },
      });
    case 'array':
      return given
        .split(',')
        .map(part => part.trim())
        .filter(Boolean);
    default:
      return given;
  }
}
