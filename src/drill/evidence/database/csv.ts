// PostgreSQL's csvlog (destination csvlog): columns in the order of its manual, text always in quotes.

/** A text column; nothing at all stands for NULL. */
export const literal = (text: string): string => `"${text.replaceAll('"', '""').replaceAll('\0', '')}"`;

/** A part of pgAudit's own list inside the message: quoted only where it must be. */
export const part = (text: string): string =>
  /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
