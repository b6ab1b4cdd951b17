// Bytes → lines with exact byte offsets. A line over the limit is skipped with its place; reading goes on at the next.
import { isAscii, isUtf8 } from 'node:buffer';
import { type Charset, charsetOfBom, decodeLine, decodeWide } from './charset.ts';

/** Longest line read, in bytes. */
export const lineLimit = 1_048_576;

export interface LineSink {
  /** `offset` is where the line's first byte stands; `number` counts from 1; the text has no line end. */
  line(text: string, offset: number, number: number, charset: Charset, bytes: number): void;
  tooLong(offset: number, number: number, bytes: number): void;
}

/** Cuts pushed chunks into lines (LF or CRLF). A byte order mark is taken off the first. */
export class LineSplitter {
  private readonly sink: LineSink;
  /** The unfinished line so far, in pieces. */
  private pieces: Buffer[] = [];
  private pieceBytes = 0;
  private discarding = false;
  private number: number;
  /** Byte offset of the unfinished line. */
  private start: number;
  private charset: 'utf-16le' | 'utf-16be' | undefined;
  private odd: Buffer | undefined;
  private begun: boolean;

  /** `at`: where reading starts, for files read before. */
  constructor(sink: LineSink, at: { offset: number; lines: number } = { offset: 0, lines: 0 }) {
    this.sink = sink;
    this.start = at.offset;
    this.number = at.lines;
    this.begun = at.offset > 0;
  }

  /** Where the next unfinished line begins, and how many lines came before it. */
  get position(): { offset: number; lines: number } {
    return { offset: this.start, lines: this.number };
  }

  /** Bytes held of the unfinished line. */
  get pending(): number {
    return this.pieceBytes;
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (!this.begun || this.odd) {
      if (this.odd) bytes = Buffer.concat([this.odd, bytes]);
      this.odd = undefined;
      if (!this.begun && bytes.length < 3) {
        this.odd = bytes;
        return;
      }
      this.begin(bytes);
    }
    this.take(bytes);
  }

  private take(chunk: Buffer): void {
    let bytes = chunk;
    if (this.charset && bytes.length % 2 === 1) {
      this.odd = bytes.subarray(bytes.length - 1);
      bytes = bytes.subarray(0, bytes.length - 1);
    }
    let from = 0;
    const clean = this.charset ? undefined : cleanEncoding(bytes, this.pieceBytes > 0);
    for (;;) {
      const end = this.charset ? wideNewline(bytes, from, this.charset) : bytes.indexOf(10, from);
      if (end < 0) break;
      this.emit(bytes, from, end, clean);
      from = end + (this.charset ? 2 : 1);
    }
    if (from < bytes.length) this.keep(bytes.subarray(from));
  }

  /** The last line may lack its line end. */
  finish(): void {
    const rest = this.odd;
    this.odd = undefined;
    if (rest && !this.begun) {
      this.begin(rest);
      this.take(rest);
    } else if (rest) this.keep(rest);
    if (this.pieceBytes > 0) this.emit(Buffer.alloc(0), 0, 0, undefined, 0);
  }

  private begin(bytes: Buffer): void {
    const bom = charsetOfBom(bytes);
    if (bom !== undefined && bom !== 'utf-8') this.charset = bom;
    this.begun = true;
  }

  private keep(tail: Buffer): void {
    this.pieceBytes += tail.length;
    if (this.discarding) return;
    if (this.pieceBytes > lineLimit + 2) {
      this.discarding = true;
      this.pieces = [];
    } else this.pieces.push(Buffer.from(tail));
  }

  private emit(
    chunk: Buffer,
    from: number,
    to: number,
    clean: Encoding | undefined,
    terminator = this.charset ? 2 : 1,
  ): void {
    const held = this.pieceBytes;
    const size = held + to - from;
    const offset = this.start;
    this.start += size + terminator;
    this.number++;
    if (this.discarding || size > lineLimit) this.sink.tooLong(offset, this.number, size);
    else if (held > 0)
      this.deliver(Buffer.concat([...this.pieces, chunk.subarray(from, to)]), offset, size, undefined);
    else this.deliver(chunk, offset, size, clean, from, to);
    this.pieces = [];
    this.pieceBytes = 0;
    this.discarding = false;
  }

  private deliver(
    chunk: Buffer,
    offset: number,
    size: number,
    clean: Encoding | undefined,
    from = 0,
    to = chunk.length,
  ): void {
    if (this.charset) {
      const text = decodeWide(chunk.subarray(from, to), this.charset);
      this.sink.line(text.endsWith('\r') ? text.slice(0, -1) : text, offset, this.number, this.charset, size);
      return;
    }
    const end = to > from && chunk[to - 1] === 13 ? to - 1 : to;
    const start =
      offset === 0 && chunk[from] === 0xef && chunk[from + 1] === 0xbb && chunk[from + 2] === 0xbf
        ? from + 3
        : from;
    if (clean) {
      this.sink.line(chunk.toString(clean, start, end), offset, this.number, 'utf-8', size);
      return;
    }
    const { text, charset } = decodeLine(chunk.subarray(start, end));
    this.sink.line(text, offset, this.number, charset, size);
  }
}

type Encoding = 'latin1' | 'utf8';

/**
 * How to read the lines that lie whole in a chunk, when all are sound: one look spares one for each line. The first
 * line is left out when its beginning came earlier, and so is the unfinished last one.
 */
function cleanEncoding(bytes: Buffer, headless: boolean): Encoding | undefined {
  const from = headless ? bytes.indexOf(10) + 1 : 0;
  const whole = bytes.subarray(from, bytes.lastIndexOf(10) + 1);
  return isAscii(whole) ? 'latin1' : isUtf8(whole) ? 'utf8' : undefined;
}

function wideNewline(bytes: Buffer, from: number, charset: 'utf-16le' | 'utf-16be'): number {
  const low = charset === 'utf-16le' ? 0 : 1;
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1))
    if ((at - low) % 2 === 0 && bytes[at + (low === 0 ? 1 : -1)] === 0) return at - low;
  return -1;
}
