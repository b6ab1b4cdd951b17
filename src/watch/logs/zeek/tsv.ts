// Zeek's tab-separated logs: the header names separator, empty and unset marks, stream and columns; rows follow it.
import type { Clock } from '#model/time.ts';
import { LabelBag } from '../core/labels.ts';
import { used } from '../core/record.ts';
import { civil, parseEpochSeconds } from '../core/time.ts';
import type { Put } from '../core/values.ts';
import { bad, type Draft, header, type Skip } from '../format.ts';
import { refine } from './refine.ts';
import { draftOf, tableOf } from './table.ts';

interface Column {
  name: string;
  put: Put | undefined;
}

const escapes = /(?:\\x[0-9a-fA-F]{2})+/g;
const decodeEscapes = (text: string): string =>
  text.includes('\\x')
    ? text.replace(escapes, run => Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'))
    : text;

/** One TSV file's state: each `#` line changes it, each row is read by it. */
export class TsvReader {
  private separator = '\t';
  private empty = '(empty)';
  private unset = '-';
  private stream: string;
  private opened: number | undefined;
  private columns: Column[] = [];
  private index = new Map<string, number>();
  private readonly clock: Clock;

  constructor(nameStream: string, clock: Clock) {
    this.stream = nameStream;
    this.clock = clock;
  }

  line(text: string): Draft[] | Skip {
    if (text.startsWith('#')) return this.header(text);
    if (this.columns.length === 0) return bad('row before a #fields line');
    const cells = text.split(this.separator);
    if (cells.length !== this.columns.length)
      return bad(`${cells.length} columns, the header names ${this.columns.length}`);
    const get = (column: string): string | undefined => {
      const at = this.index.get(column);
      const cell = at === undefined ? undefined : cells[at];
      return cell === undefined || cell === this.unset || cell === this.empty
        ? undefined
        : decodeEscapes(cell);
    };
    const given = get('ts');
    const time = given === undefined ? (this.opened ?? this.clock()) : parseEpochSeconds(given);
    if (time === undefined) return bad(`no readable time in ts: ${String(given).slice(0, 60)}`);
    const draft = draftOf(this.stream, time);
    const labels = new LabelBag();
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]!;
      if (cell === this.unset || cell === this.empty || cell === '') continue;
      const column = this.columns[at]!;
      const value = decodeEscapes(cell);
      if (!column.put?.(draft, value)) labels.add(column.name, value);
    }
    if (given === undefined) labels.add('hinomi.time', 'none in the record, time the log was opened or read');
    labels.finish(draft);
    refine(this.stream, get, draft);
    return [draft];
  }

  private header(text: string): Skip {
    if (text.startsWith('#separator')) {
      const mark = decodeEscapes(text.slice(11).trim());
      this.separator = mark === '' ? '\t' : mark;
      return header;
    }
    const [key, ...values] = text.split(this.separator);
    const value = values[0] ?? '';
    if (key === '#empty_field') this.empty = value;
    else if (key === '#unset_field') this.unset = value;
    else if (key === '#path' && /^[\w-]{1,64}$/.test(value)) this.stream = value.toLowerCase();
    else if (key === '#open') this.opened = parseOpened(value);
    else if (key === '#fields') {
      const table = tableOf(this.stream);
      this.columns = values.map(name => ({
        name,
        put: name === 'ts' ? used : Object.hasOwn(table, name) ? table[name] : undefined,
      }));
      this.index = new Map(values.map((name, at) => [name, at]));
    }
    return header;
  }
}

/** `2024-05-01-10-00-00`, in the sensor's local time, of which the log says nothing: taken as UTC. */
function parseOpened(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return civil([year, month, day], [hour, minute, second], 0, 0);
}
