// Writes the files that come from code: fields, settings, detectors, log formats, schemas of content files. `--check`
// fails when one is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { detectors } from '../src/analyse/detect/registry.ts';
import { contentKinds, jsonSchema } from '../src/drill/content/kinds.ts';
import { eventFields } from '../src/model/event/fields.ts';
import {
  environmentName,
  flagName,
  Settings,
  secretSettings,
  settingKeys,
} from '../src/server/config/settings.ts';
import { logFormats } from '../src/watch/logs/registry.ts';

const head = (title: string, about: string) =>
  `# ${title}\n\n${about} Made by \`npm run docs\`; edit the code, not this file.\n\n`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (names: string[], rows: string[][]): string =>
  [row(...names), row(...names.map(() => '---')), ...rows.map(cells => row(...cells))].join('\n');

/** File → content, all pure over the registries. */
export const documents: Record<string, string> = {
  'docs/fields.md': `${head('Event fields / イベントの項目', 'The one dictionary of event fields (ECS names; ours begin with `hinomi.`).')}${table(
    ['field', 'type', 'meaning', '意味'],
    eventFields.map(field => [`\`${field.name}\``, field.type, field.en, field.ja]),
  )}\n`,
  'docs/settings.md': `${head('Settings', 'Every setting, by file (`hinomi.json` in the data folder or `--config`), environment or flag; later ones win.')}${table(
    ['setting', 'environment', 'flag', 'default', 'meaning'],
    settingKeys.map(key => {
      const schema = Settings.properties[key] as { default?: unknown; description?: string };
      const fallback = Array.isArray(schema.default)
        ? schema.default.join(', ')
        : String(schema.default ?? '');
      return [
        `\`${key}\``,
        `\`${environmentName(key)}\``,
        `\`--${flagName(key)}\``,
        fallback,
        `${schema.description ?? ''}${secretSettings.includes(key) ? ' Secret: give it by environment or in a file only its owner may read.' : ''}`,
      ];
    }),
  )}\n`,
  'docs/detectors.md': `${head('Detectors / 検知器', 'What asserts findings, and after what pause a burst of activity ends.')}${table(
    ['id', 'what', '内容', 'pause', 'references'],
    detectors.map(detector => [
      `\`${detector.id}\``,
      detector.summary.en,
      detector.summary.ja,
      `${detector.gap / 60_000} min`,
      detector.references.join(' '),
    ]),
  )}\n`,
  'docs/log-formats.md': `${head('Log formats / ログ形式', 'What `hinomi ingest FORMAT` and the page Inputs understand, besides captures (`pcap`).')}${table(
    ['id', 'also', 'what', '内容', 'actions'],
    logFormats.map(format => [
      `\`${format.id}\``,
      format.aliases.join(', '),
      format.summary.en,
      format.summary.ja,
      format.emits.actions.join(', '),
    ]),
  )}\n`,
  ...Object.fromEntries(
    contentKinds.map(kind => [`content/schemas/${kind.id}.schema.json`, jsonSchema(kind)]),
  ),
};

if (import.meta.main) {
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const [file, content] of Object.entries(documents)) {
    const current = (() => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return '';
      }
    })();
    if (current === content) continue;
    stale++;
    if (check) console.error(`docs: ${file} is stale; run npm run docs`);
    else writeFileSync(file, content);
  }
  console.log(`docs: ${Object.keys(documents).length} files, ${stale} ${check ? 'stale' : 'written'}`);
  if (check && stale > 0) process.exit(1);
}
