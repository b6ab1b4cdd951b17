// Coded errors: what happened, where, and what to do. Codes are never reused.

/** Where a problem was found; every part is optional because not every input has lines or fields. */
export interface ErrorPlace {
  file?: string;
  line?: number;
  offset?: number;
  field?: string;
}

/**
 * An error a person or a program can act on. `code` is stable and keys the translated text in
 * `content/messages/<language>/errors.json`; `message` is the English text for logs.
 */
export class HinomiError extends Error {
  readonly code: string;
  readonly place: ErrorPlace;
  readonly remedy: string;
  /** HTTP status to answer with when the error reaches the API. */
  readonly status: number;

  constructor(
    code: string,
    message: string,
    options: { place?: ErrorPlace; remedy?: string; status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HinomiError';
    this.code = code;
    this.place = options.place ?? {};
    this.remedy = options.remedy ?? '';
    this.status = options.status ?? 500;
  }
}
