// The typeface of papers: which characters it has and how wide they are, read from its TrueType tables.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HinomiError } from '#model/errors.ts';
import { visibleText } from '#model/visible.ts';

export interface Face {
  /** The whole file, for embedding. */
  file: Buffer;
  has(codePoint: number): boolean;
  /** Width of a text set at size 1. */
  width(text: string): number;
}

/** Where a table begins in the file. @throws RangeError when it is not there */
function tableAt(file: Buffer, tag: string): number {
  for (let entry = 12; entry < 12 + 16 * file.readUInt16BE(4); entry += 16)
    if (file.toString('latin1', entry, entry + 4) === tag) return file.readUInt32BE(entry + 8);
  throw new RangeError(`no table ${tag}`);
}

/** Code point → glyph, from the `cmap` of format 12 (OpenType 1.9, cmap). */
function glyphsOf(file: Buffer): Map<number, number> {
  const cmap = tableAt(file, 'cmap');
  const glyphs = new Map<number, number>();
  for (let index = 0; index < file.readUInt16BE(cmap + 2); index++) {
    const at = cmap + file.readUInt32BE(cmap + 8 + 8 * index);
    if (file.readUInt16BE(at) !== 12) continue;
    for (let group = 0; group < file.readUInt32BE(at + 12); group++) {
      const [from, to, glyph] = [0, 4, 8].map(offset => file.readUInt32BE(at + 16 + 12 * group + offset));
      for (let code = from!; code <= to!; code++) glyphs.set(code, glyph! + code - from!);
    }
  }
  return glyphs;
}

/** Reads a TrueType file. @throws RangeError when it is none */
export function readFace(file: Buffer): Face {
  const glyphs = glyphsOf(file);
  const unitsPerEm = file.readUInt16BE(tableAt(file, 'head') + 18);
  const metrics = file.readUInt16BE(tableAt(file, 'hhea') + 34);
  const hmtx = tableAt(file, 'hmtx');
  const advance = (glyph: number) => file.readUInt16BE(hmtx + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm;
  return {
    file,
    has: codePoint => glyphs.has(codePoint),
    width(text) {
      let sum = 0;
      for (const char of text) sum += advance(glyphs.get(char.codePointAt(0)!) ?? 0);
      return sum;
    },
  };
}

export interface Faces {
  regular: Face;
  bold: Face;
}

let faces: Faces | undefined;

/** BIZ UDPGothic in two weights, read when first asked for. @throws HinomiError `DRILL_TYPEFACE_MISSING` */
export function typefaces(): Faces {
  if (faces) return faces;
  const require = createRequire(import.meta.url);
  const read = (name: string): Face => {
    const path = `@expo-google-fonts/biz-udpgothic/${name}.ttf`;
    try {
      return readFace(readFileSync(require.resolve(path)));
    } catch (cause) {
      throw new HinomiError('DRILL_TYPEFACE_MISSING', `cannot read ${path}`, {
        remedy: 'Run npm ci; the typeface comes with the packages.',
        cause,
      });
    }
  };
  faces = { regular: read('400Regular/BIZUDPGothic_400Regular'), bold: read('700Bold/BIZUDPGothic_700Bold') };
  return faces;
}

/** What printers in Japan set for a character they have no type for. */
const geta = '〓';
// An emoji with what joins and colours it is one character to a reader.
const pictograph =
  /\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]*(?:\u200d\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f]*)*/gu;

/** A text as the typeface can set it, on one line: what is invisible is shown, what it lacks is `〓`. */
export function settable({ has }: Face, text: string): string {
  const drawn = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(pictograph, found => (has(found.codePointAt(0)!) ? found[0]! : geta));
  return visibleText(drawn).replace(/[^ -~]/gu, char => (has(char.codePointAt(0)!) ? char : geta));
}
