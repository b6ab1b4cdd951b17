// What can be wrong with a search line, with its place.
import { HinomiError } from '../errors.ts';
import type { Span } from './ast.ts';

export type SearchProblem =
  | 'SEARCH_TOO_LONG'
  | 'SEARCH_TOO_DEEP'
  | 'SEARCH_UNCLOSED_QUOTE'
  | 'SEARCH_UNCLOSED_PARENTHESIS'
  | 'SEARCH_UNEXPECTED'
  | 'SEARCH_EMPTY_VALUE'
  | 'SEARCH_UNKNOWN_FIELD'
  | 'SEARCH_BAD_VALUE';

/** A search line that cannot be read; `column` counts from 1. */
export class SearchError extends HinomiError {
  readonly span: Span;

  constructor(code: SearchProblem, message: string, span: Span, remedy: string) {
    super(code, `${message} (column ${span.start + 1})`, {
      place: { offset: span.start, field: 'q' },
      remedy,
      status: 400,
    });
    this.name = 'SearchError';
    this.span = span;
  }

  get column(): number {
    return this.span.start + 1;
  }
}
