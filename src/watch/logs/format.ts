// The contract of a log format: one folder each, a descriptor plus a pure parser from lines to events.
import type { Event } from '#model/event/event.ts';
import type { Clock } from '#model/time.ts';
import type { RsitType } from '#model/vocab/rsit.ts';
import type { Mapping } from './mapped/mapping.ts';

/** An event before it has a place: the reader adds id, file, offset, line number and the original text. */
export type Draft = Omit<Event, 'event.id'>;

/** Why a line gave no event. */
export interface Skip {
  skip: string;
  /** `header`: not a record at all (blank, comment, column names); `known`: a record that is no event; `bad`: unreadable. */
  kind: 'header' | 'known' | 'bad';
}

/** What a parser may know besides its lines. */
export interface ParserContext {
  /** File name: some formats say there which log they are. */
  name: string;
  /** For records that leave out the year or the whole time: usually the file's modification time. */
  clock: Clock;
  /** Minutes east of UTC assumed for times without a zone. Default 0. */
  zoneMinutes?: number;
  /** Where the fields are, for the formats that follow a mapping. */
  mapping?: Mapping;
}

/** Parses one file's lines in order; may remember header lines. Never throws. */
export interface LineParser {
  line(text: string): Draft[] | Skip;
}

export interface Text {
  en: string;
  ja: string;
}

export interface LogFormat {
  /** Folder name and, for the formats of one program, `event.module`. */
  id: string;
  /** Other names a person may type. */
  aliases: readonly string[];
  title: Text;
  summary: Text;
  /** Typical file names, as patterns to show and to match. */
  fileNames: readonly RegExp[];
  /** How sure the format is, 0 – 1, from the first lines (decoded, whole lines) and the file's name. */
  sniff(head: string, name: string): number;
  createParser(context: ParserContext): LineParser;
  /** What comes out: actions, and RSIT types and ATT&CK techniques where the record itself is proof. */
  emits: { actions: readonly string[]; rsit: readonly RsitType[]; techniques: readonly string[] };
  /** Fields that may hold personal data. */
  personalData: readonly string[];
  references: readonly string[];
  /** Lines for the documentation; the conformance suite parses them. */
  examples: readonly string[];
}

/** A line that cannot be read, with why: counted and kept beside its input. */
export const bad = (skip: string): Skip => ({ skip, kind: 'bad' });
/** A line that is understood and makes no event. */
export const known = (skip: string): Skip => ({ skip, kind: 'known' });
export const header: Skip = { skip: 'not a record', kind: 'header' };
/** Whether a parser passed over its line. */
export const isSkip = (result: Draft[] | Skip): result is Skip => !Array.isArray(result);
