// What an evidence source is: one kind of log (or artefact) in its true format, projected from world events.
import type { Localized } from '#model/localized.ts';
import type { SimTime, World } from '../world/entities.ts';
import type { WorldEvent, WorldEventKind } from '../world/event.ts';

/** What a search can ask of a line besides its text. Empty text = not applicable. */
export interface Facets {
  /** Host whose log it is (or the client, where a server logs about clients): NetBIOS name. */
  host: string;
  user: string;
  /** Addresses of source and destination. */
  source: string;
  destination: string;
  /** What it is about: domain name asked for, URL host, file, service, mail subject. */
  object: string;
  /** Standard code or verb: `4624`, `sysmon:1`, `TCP_MISS`, `query`, `sent`. */
  code: string;
}

/**
 * Writes one record of a source. `at` is the time the record carries (it sorts the file); `text` is the record exactly as
 * the true program would write it, without the line end; more than one line only where the format has it.
 */
export type Emit = (at: SimTime, text: string, facets: Facets) => void;

export interface ProjectionContext {
  world: World;
  /**
   * A number for (host, channel) that grows with time and never repeats, e.g. EventRecordID: gaps are natural because only a
   * selection of events is forwarded. Depends on the event's own time and content alone, never on neighbours.
   */
  recordId(channel: string, host: string, at: SimTime, event: WorldEvent): number;
}

export interface EvidenceSource {
  /** Folder name: `squid`, `windows-security`. */
  id: string;
  title: Localized;
  /** What it is, and what an administrator looks for in it. */
  summary: Localized;
  /** File name in an export: `squid/access.log`. One file for the whole organisation, sorted by time. */
  file: string;
  format: 'text' | 'json-lines' | 'tsv' | 'csv';
  /** Lines a file begins with (Zeek's header). */
  header?: (context: ProjectionContext) => string;
  /** Programs of others that must read it without an error. */
  readers: readonly string[];
  /** Standard the format follows: RFC, manual. */
  reference: string;
  /** Kinds it projects, each with the function that writes the lines. */
  on: {
    [K in WorldEventKind]?: (
      event: Extract<WorldEvent, { kind: K }>,
      emit: Emit,
      context: ProjectionContext,
    ) => void;
  };
}

/** Declares a source; the registry in `sources.ts` lists them all. */
export const defineSource = (source: EvidenceSource): EvidenceSource => source;
