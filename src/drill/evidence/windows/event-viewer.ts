// Records as Event Viewer exports them to CSV: five columns and a message over many lines, times in local time, in the
// language of the host. It is what a Japanese LAN administrator opens in a spreadsheet.
import { knownKind } from './kinds.ts';
import { type Label, labelOf, resolveCodes } from './labels.ts';
import { parseRecord, type WindowsRecord } from './parse.ts';

export interface ViewerOptions {
  language: 'ja' | 'en';
  /** Minutes east of UTC of the machine that exports. */
  utcOffset: number;
}

const levels = {
  ja: ['情報', '重大', 'エラー', '警告', '情報', '詳細'],
  en: ['Information', 'Critical', 'Error', 'Warning', 'Information', 'Verbose'],
};
const outcomes = { ja: ['成功の監査', '失敗の監査'], en: ['Audit Success', 'Audit Failure'] };
const columns = {
  ja: ['日付と時刻', 'ソース', 'イベント ID', 'タスクのカテゴリ'],
  en: ['Date and Time', 'Source', 'Event ID', 'Task Category'],
};
// The Security log shows the outcome where the others show the level.
const firstColumn = {
  ja: { security: 'キーワード', other: 'レベル' },
  en: { security: 'Keywords', other: 'Level' },
};
const nothing = { ja: 'なし', en: 'None' };

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const cell = (text: string): string => (/[",\r\n]/.test(text) ? quote(text) : text);

const two = (n: number): string => String(n).padStart(2, '0');
function localTime(time: string, { language, utcOffset }: ViewerOptions): string {
  const at = new Date(Date.parse(`${time.slice(0, 23)}Z`) + utcOffset * 60_000);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const rest = `${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  if (language === 'ja') return `${year}/${two(month)}/${two(day)} ${at.getUTCHours()}:${rest}`;
  return `${month}/${day}/${year} ${at.getUTCHours() % 12 || 12}:${rest} ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}

/**
 * Rows of an export, header first, each without its line end; join with CR LF and put a byte order mark before it for
 * spreadsheets. All lines are of one log, whose kind the first decides.
 * @throws HinomiError EVIDENCE_NOT_A_RECORD
 */
export function* toEventViewerCsv(lines: Iterable<string>, options: ViewerOptions): Generator<string> {
  let first = true;
  for (const line of lines) {
    const record = parseRecord(line);
    if (first) {
      const { security, other } = firstColumn[options.language];
      yield [record.channel === 'Security' ? security : other, ...columns[options.language]].join(',');
      first = false;
    }
    yield row(record, options);
  }
}

function row(record: WindowsRecord, options: ViewerOptions): string {
  const { language } = options;
  const source = String(record.provider['Name']);
  const known = knownKind(record.channel, source, record.id);
  const kind = known?.kind;
  for (const pair of record.data)
    if (known?.types.get(pair[0]) === 'guid') pair[1] = `{${String(pair[1]).toLowerCase()}}`;
  const failed = record.keywords.toLowerCase() === '0x8010000000000000';
  const lead =
    record.channel === 'Security'
      ? outcomes[language][failed ? 1 : 0]!
      : (levels[language][record.level] ?? '');
  const category = kind?.category[language] ?? (record.task === 0 ? nothing[language] : `(${record.task})`);
  return [lead, localTime(record.time, options), source, String(record.id), category]
    .map(cell)
    .concat(quote(message(record, kind?.title[language], language)))
    .join(',');
}

/** What the message column says. */
function message(record: WindowsRecord, title: string | undefined, language: 'ja' | 'en'): string {
  const values = record.list
    ? record.list.map((value, i): [string, unknown] => [i === 0 ? '' : `${i + 1}`, value])
    : record.data;
  const show = (value: unknown): string => resolveCodes(String(value ?? ''), language).trimEnd();
  if (record.list) return [title ?? '', ...values.map(([, value]) => show(value))].join('\r\n\r\n');
  if (record.channel !== 'Security')
    return [title ?? '', ...values.map(([name, value]) => `${name}: ${show(value)}`)].join('\r\n');
  // Fields under their headings, in the order the headings first come up.
  const blocks = new Map<string, string[]>();
  for (const [name, value] of values) {
    const label: Label | undefined = labelOf(name, record.id);
    const heading = label?.heading?.[language] ?? '';
    const lines = blocks.get(heading) ?? [];
    lines.push(`${heading === '' ? '' : '\t'}${label?.name[language] ?? name}:\t\t${show(value)}`);
    blocks.set(heading, lines);
  }
  const parts = [...blocks].map(([heading, lines]) =>
    heading === '' ? lines.join('\r\n') : `${heading}:\r\n${lines.join('\r\n')}`,
  );
  return [title ?? '', ...parts].join('\r\n\r\n');
}
