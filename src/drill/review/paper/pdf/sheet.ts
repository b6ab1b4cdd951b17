// A PDF being written: pages, type and structure. The same calls give the same bytes.
import PDFDocument from 'pdfkit';
import { type Face, settable, typefaces } from './face.ts';
import { ink } from './ink.ts';
import { linesOf } from './lines.ts';

export interface Type {
  /** Points. */
  size: number;
  bold?: boolean;
  colour?: string;
  align?: 'left' | 'right' | 'centre';
  /** Line distance as a multiple of the size. */
  leading?: number;
  /** Lines at most. */
  most?: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
}

export interface SheetOptions {
  title: string;
  language: 'ja' | 'en';
  /** Shown as the date of making, Unix ms. */
  made: number;
  /** Points. */
  size: readonly [width: number, height: number];
  margin: { side: number; top: number; bottom: number };
  /** Everything is drawn so many times larger; sizes here are before that. */
  zoom?: number;
}

/** Structure of a page for screen readers (ISO 32000-1, 14.8.4). */
type Role = 'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';

export const a4 = [595.28, 841.89] as const;

export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly options: SheetOptions;
  /** Where the next block begins. */
  y: number;
  /** Begins a page on which something goes on, where that is more than an empty page. */
  again: (() => void) | undefined;
  readonly #chunks: Buffer[] = [];
  /** What holds the blocks; the document at first (ISO 32000-1 wants one root). */
  #parent: PDFKit.PDFStructureElement;
  readonly #root: PDFKit.PDFStructureElement;
  #marked = false;

  constructor(options: SheetOptions) {
    this.options = options;
    const { title, language, made, size, zoom = 1 } = options;
    const date = new Date(made);
    this.doc = new PDFDocument({
      size: size.map(one => one * zoom),
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      font: '',
      pdfVersion: '1.7',
      tagged: true,
      lang: language === 'ja' ? 'ja-JP' : 'en-GB',
      displayTitle: true,
      info: { Title: title, Creator: 'Hinomi', Producer: 'Hinomi', CreationDate: date, ModDate: date },
    });
    this.doc.on('data', (chunk: Buffer) => void this.#chunks.push(chunk));
    const { regular, bold } = typefaces();
    this.doc.registerFont('regular', regular.file);
    this.doc.registerFont('bold', bold.file);
    this.#root = this.doc.struct('Document');
    this.doc.addStructure(this.#root);
    this.#parent = this.#root;
    this.y = options.margin.top;
    this.page();
  }

  get left(): number {
    return this.options.margin.side;
  }
  get width(): number {
    return this.options.size[0] - 2 * this.options.margin.side;
  }
  get right(): number {
    return this.left + this.width;
  }
  get bottom(): number {
    return this.options.size[1] - this.options.margin.bottom;
  }

  page(): void {
    this.doc.addPage();
    const { zoom } = this.options;
    if (zoom) this.doc.scale(zoom);
    this.y = this.options.margin.top;
  }

  /** The next page, for what goes on on it; slides repeat their title. */
  turn(): void {
    if (this.again) this.again();
    else this.page();
  }

  /** Begins a new page unless so much fits on this one. Answers whether it did. */
  need(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.turn();
    return true;
  }

  #face({ bold }: Type): Face {
    return typefaces()[bold ? 'bold' : 'regular'];
  }

  /** Lines of a text in a width, and how high they stand. */
  lines(text: string, width: number, type: Type): { lines: string[]; height: number } {
    const face = this.#face(type);
    const set = settable(face, text);
    const measure = (char: string) => face.width(char) * type.size;
    const centred = type.align === 'centre';
    let lines = linesOf(set, width, measure, type.most, centred);
    // Centred lines are about equally long: no single word below.
    if (centred && lines.length > 1)
      for (let narrow = width * 0.97; narrow > width / 2; narrow *= 0.97) {
        const tried = linesOf(set, narrow, measure, type.most, true);
        if (tried.length > lines.length || tried.at(-1)!.endsWith('…')) break;
        lines = tried;
      }
    return { lines, height: lines.length * type.size * (type.leading ?? 1.45) };
  }

  /** Width of a text on one line. */
  measure(text: string, type: Type): number {
    const face = this.#face(type);
    return face.width(settable(face, text)) * type.size;
  }

  /** Writes a text into a box; answers its height. */
  write(text: string, { x, y, width }: Box, type: Type): number {
    const face = this.#face(type);
    const { lines, height } = this.lines(text, width, type);
    const { size, align = 'left', colour = ink.text, leading = 1.45 } = type;
    this.doc
      .font(type.bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(colour);
    for (const [index, line] of lines.entries()) {
      const free = width - face.width(line) * size;
      const from = align === 'left' ? x : align === 'right' ? x + free : x + free / 2;
      this.doc.text(line, from, y + size * (index * leading + (leading - 1) / 2), { lineBreak: false });
    }
    return height;
  }

  /** A block that screen readers read as what it is. `alt` stands for a drawing. Blocks may hold blocks or drawing. */
  block(role: Role, draw: () => void, alt?: string): void {
    const element = this.doc.struct(
      role,
      alt === undefined ? {} : { alt: settable(this.#face({ size: 1 }), alt) },
    );
    const outer = this.#parent;
    outer.add(element);
    if (role === 'L' || role === 'Table' || role === 'TR') {
      this.#parent = element;
      draw();
      this.#parent = outer;
    } else
      element.add(() => {
        this.#marked = true;
        draw();
        this.#marked = false;
      });
    element.end();
  }

  /** Decoration: not read aloud. Inside a block it belongs to the block. */
  art(draw: (doc: PDFKit.PDFDocument) => void): void {
    if (this.#marked) {
      draw(this.doc);
      return;
    }
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw(this.doc);
    this.doc.endMarkedContent();
  }

  /** A paragraph across the page at `y`, on the next page if it does not fit. */
  paragraph(text: string, type: Type, { after = 4, indent = 0 } = {}): void {
    const width = this.width - indent;
    const { height } = this.lines(text, width, type);
    this.need(Math.min(height, this.bottom - this.options.margin.top));
    this.block('P', () => void this.write(text, { x: this.left + indent, y: this.y, width }, type));
    this.y += height + after;
  }

  /** Ends the file; `footer` is written on every page but those before `from`. */
  async finish(footer: (page: number, pages: number) => void, from = 0): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange();
    for (let index = from; index < count; index++) {
      this.doc.switchToPage(index);
      this.doc.markContent('Artifact', { type: 'Pagination' });
      this.#marked = true;
      footer(index + 1, count);
      this.#marked = false;
      this.doc.endMarkedContent();
    }
    this.#root.end();
    const ended = new Promise<void>((resolve, reject) => {
      this.doc.once('end', resolve);
      this.doc.once('error', reject);
    });
    this.doc.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }
}
