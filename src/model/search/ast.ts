// What a line in the search bar means. Produced by parse.ts, turned into SQL by the store.
import type { EventFieldName } from '../event/fields.ts';
import type { IpBytes, Prefix } from '../ip.ts';

/** Half-open range of UTF-16 offsets in the search line. */
export interface Span {
  start: number;
  end: number;
}

export type Comparison = '>' | '>=' | '<' | '<=';

/** One condition on a field's value. */
export type Match =
  | { kind: 'equals'; text: string }
  /** `*` matches any run of characters; the parts stand between the stars. */
  | { kind: 'pattern'; parts: readonly string[] }
  | { kind: 'number'; value: number }
  | { kind: 'compare'; operator: Comparison; value: number }
  /** Both ends included. */
  | { kind: 'range'; from: number; to: number }
  | { kind: 'address'; bytes: IpBytes }
  | { kind: 'prefix'; prefix: Prefix }
  /** The field holds anything at all: `field:*`. */
  | { kind: 'present' };

/** A tree over the fields of one dictionary; over events unless said otherwise. */
export type SearchNode<Name extends string = EventFieldName> =
  /** Matches every event: the empty search. */
  | { kind: 'all'; span: Span }
  | { kind: 'and' | 'or'; parts: readonly SearchNode<Name>[]; span: Span }
  | { kind: 'not'; part: SearchNode<Name>; span: Span }
  | { kind: 'field'; field: Name; match: Match; span: Span }
  /** One entry of `labels`: `labels.name:value`. */
  | { kind: 'label'; label: string; match: Match; span: Span }
  /** A bare address or prefix: source or destination. */
  | { kind: 'address'; match: Extract<Match, { kind: 'address' | 'prefix' }>; span: Span }
  /** A word or phrase in any text of the event, without regard to ASCII case. */
  | { kind: 'text'; text: string; span: Span };
