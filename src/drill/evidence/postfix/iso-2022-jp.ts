// ISO-2022-JP (RFC 1468), which many Japanese mailers still write. The platform only decodes it; the table is turned round once.

const ascii = [0x1b, 0x28, 0x42];
const kanji = [0x1b, 0x24, 0x42];

let table: Map<string, number> | undefined;

/** Two bytes of JIS X 0208 for every character that has them. */
function characters(): Map<string, number> {
  if (table) return table;
  table = new Map();
  const decoder = new TextDecoder('iso-2022-jp');
  for (let row = 0x21; row <= 0x7e; row++)
    for (let cell = 0x21; cell <= 0x7e; cell++) {
      const c = decoder.decode(Uint8Array.from([...kanji, row, cell, ...ascii]));
      if (c !== '' && !c.includes('\ufffd') && [...c].length === 1 && !table.has(c))
        table.set(c, row * 256 + cell);
    }
  return table;
}

/** The text in ISO-2022-JP, each line ending in ASCII; undefined when a character has no place in it. */
export function iso2022jp(text: string): Uint8Array | undefined {
  const jis = characters();
  const out: number[] = [];
  let wide = false;
  for (const c of text) {
    const code = c.charCodeAt(0);
    if (code < 0x80) {
      if (wide) out.push(...ascii);
      wide = false;
      out.push(code);
      continue;
    }
    const pair = jis.get(c);
    if (pair === undefined) return undefined;
    if (!wide) out.push(...kanji);
    wide = true;
    out.push(pair >> 8, pair & 0xff);
  }
  if (wide) out.push(...ascii);
  return Uint8Array.from(out);
}
