// What a log line names that a case may hold: hosts, accounts, addresses, names, files. Pure; the line is hostile text.
import type { EntityType } from '#model/drill/case.ts';
import type { Line } from '../data.ts';

export interface Found {
  type: EntityType;
  value: string;
}

const most = 30;
const longest = 500;
const address = /^(?:\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]*:[0-9a-f:.]+$/i;
const domain = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i;
const mail = /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$/i;
/** Endings of programs and documents: what looks like a name of the network but is a file. */
const file =
  /\.(?:exe|dll|sys|ps1|bat|cmd|vbs|js|jar|lnk|docx?m?|xlsx?m?|pptx?|pdf|zip|rar|7z|iso|tmp|log|txt|dat|csv|eml|php|aspx?|jsp|html?)$/i;

/** Names of XML vocabularies look like addresses and are none. */
const vocabulary = /^https?:\/\/schemas\./i;

/** What kind of thing a value is, by its look; undefined when it could be anything. */
export function kindOf(value: string): EntityType | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return 'url';
  if (/^[0-9a-f]{64}$/i.test(value)) return 'sha256';
  if (mail.test(value)) return 'email';
  if (address.test(value)) return 'ip';
  if (/^HK(?:LM|CU|U|CR|EY_)/i.test(value)) return 'registry';
  if (/^[a-z]:\\|^\\\\|^\//i.test(value) || file.test(value)) return 'path';
  return domain.test(value) ? 'domain' : undefined;
}

const patterns: readonly RegExp[] = [
  /\bhttps?:\/\/[^\s"'<>|\\]+/gi,
  /\b[0-9a-f]{64}\b/gi,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g,
  /\b[a-z]:\\(?:[^\\"<>|:*?\s]+\\)*[^\\"<>|:*?\s,;]+/gi,
];

/** Everything a line names, its fields first, each once. */
export function findsIn(line: Line): Found[] {
  const found = new Map<string, Found>();
  const add = (type: EntityType | undefined, value: string) => {
    const clean = value.trim().replace(/[.,;)\]]+$/, '');
    if (type && clean && clean !== '-' && clean.length <= longest && found.size < most)
      found.set(`${type} ${clean.toLowerCase()}`, { type, value: clean });
  };
  add('host', line.host);
  add('account', line.user);
  add('ip', line.from);
  add('ip', line.destination);
  add(kindOf(line.object), line.object);
  // JSON writes a backslash twice.
  const text = line.text.slice(0, 20_000).replaceAll('\\\\', '\\');
  for (const pattern of patterns)
    for (const [value] of text.matchAll(pattern)) {
      if (vocabulary.test(value)) continue;
      const type = kindOf(value);
      add(type, value);
      if (type === 'url') {
        const name = /^\w+:\/\/([^/:?#]+)/.exec(value)?.[1] ?? '';
        add(kindOf(name), name);
      }
    }
  // A path is read up to its first space: what is only the beginning of another is not a thing of its own.
  const all = [...found.values()];
  return all.filter(
    one => one.type !== 'path' || !all.some(other => other.value.startsWith(`${one.value} `)),
  );
}
