// Tables as reports of examination programs give them (RFC 4180).

type Cell = string | number | undefined;

const cell = (value: Cell): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): Buffer =>
  Buffer.from([columns, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join(''));

/** `2026-04-13 00:41:44.123000`, in UTC as examination programs give it. */
export const utc = (at: number): string =>
  `${new Date(Math.floor(at)).toISOString().slice(0, 23).replace('T', ' ')}000`;
