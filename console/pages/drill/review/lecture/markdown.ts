// The little markdown that lectures are written in, read into blocks: headings, lists, paragraphs, code, quotes, rules.
// Text stays text: no HTML of the content reaches the page.
export interface Piece {
  kind: 'text' | 'strong' | 'em' | 'code' | 'link';
  text: string;
  /** Address of a link, shown as text. */
  href?: string;
}

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3 | 4; pieces: Piece[] }
  | { kind: 'paragraph' | 'quote'; pieces: Piece[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Piece[][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const marked =
  /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]*)\]\(([^()\s]+)\)|<(https?:\/\/[^<>\s]+)>/g;

/** The pieces of a line. Marks that are not closed stay as they are written. */
export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  const plain = (text: string) => text !== '' && found.push({ kind: 'text', text });
  let from = 0;
  for (const match of line.matchAll(marked)) {
    plain(line.slice(from, match.index));
    from = match.index + match[0].length;
    const [, code, strong, em, label, href, bare] = match;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (strong !== undefined) found.push({ kind: 'strong', text: strong });
    else if (em !== undefined) found.push({ kind: 'em', text: em });
    else found.push({ kind: 'link', text: label ?? bare ?? '', href: href ?? bare ?? '' });
  }
  plain(line.slice(from));
  return found;
}

const item = /^\s*(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const cjk = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/;
/** Lines of a paragraph are one text; between Japanese characters no space comes in. */
const joined = (lines: readonly string[]): string =>
  lines.reduce((text, line) =>
    cjk.test(text.at(-1) ?? '') && cjk.test(line[0] ?? '') ? text + line : `${text} ${line}`,
  );

/** Reads a lecture. Never throws; what it does not know is a paragraph. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  let paragraph: string[] = [];
  const close = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', pieces: pieces(joined(paragraph)) });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const fence = /^\s*(```|~~~)/.exec(line)?.[1];
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    const bullet = item.exec(line);
    if (fence) {
      close();
      const code: string[] = [];
      while (++index < lines.length && !lines[index]!.trim().startsWith(fence)) code.push(lines[index]!);
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (line.trim() === '') close();
    else if (heading) {
      close();
      blocks.push({
        kind: 'heading',
        level: Math.min(4, heading[1]!.length) as 1 | 2 | 3 | 4,
        pieces: pieces(heading[2]!),
      });
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      close();
      blocks.push({ kind: 'rule' });
    } else if (bullet) {
      close();
      addItem(blocks, bullet[1] === undefined, Number(bullet[2] ?? 1), bullet[3]!);
    } else if (line.startsWith('>')) {
      close();
      blocks.push({ kind: 'quote', pieces: pieces(line.replace(/^>\s?/, '')) });
    } else if (/^\s{2,}\S/.test(line) && paragraph.length === 0 && blocks.at(-1)?.kind === 'list') {
      // An item that goes on in the next line.
      const list = blocks.at(-1) as Extract<Block, { kind: 'list' }>;
      list.items.at(-1)!.push({ kind: 'text', text: ' ' }, ...pieces(line.trim()));
    } else paragraph.push(line.trim());
  }
  close();
  return blocks;
}

function addItem(blocks: Block[], ordered: boolean, start: number, text: string): void {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && last.ordered === ordered) last.items.push(pieces(text));
  else blocks.push({ kind: 'list', ordered, start, items: [pieces(text)] });
}
