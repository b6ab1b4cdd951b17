// Text lists of indicators: one a line, hosts files and CSV too; comments and blank lines are skipped.

export interface ImportLine {
  line: number;
  value: string;
}

export const importLimits = { bytes: 32 << 20, lines: 1_000_000 };

/** Values with their line numbers. `0.0.0.0 name` (hosts), `name,…` (CSV: first column) and `name # why` are understood. */
export function* importLines(text: string): Generator<ImportLine> {
  let line = 0;
  for (let at = 0; at < text.length && line < importLimits.lines; ) {
    const end = text.indexOf('\n', at);
    const raw = text.slice(at, end < 0 ? text.length : end).trim();
    at = end < 0 ? text.length : end + 1;
    line += 1;
    if (raw === '' || /^[#;!]|^\/\//.test(raw)) continue;
    const bare = raw.replace(/\s+[#;].*$/, '');
    const hosts = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+(\S+)/.exec(bare);
    const value = (hosts?.[1] ?? bare.split(/[,\t]|\s/)[0]!).replace(/^"(.*)"$/, '$1');
    if (value !== '') yield { line, value };
  }
}
