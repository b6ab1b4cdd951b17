// Markdown of content on the page.
import { Fragment } from 'react';
import { type Block, type Piece, parseMarkdown, pieces } from './markdown.ts';

export function Markdown({ source }: { source: string }) {
  return (
    <div className="rv-text">
      {parseMarkdown(source).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
        <Fragment key={index}>{draw(block)}</Fragment>
      ))}
    </div>
  );
}

function draw(block: Block) {
  switch (block.kind) {
    case 'heading': {
      // The page's own title is the first level.
      const Head = (['h2', 'h2', 'h3', 'h4'] as const)[block.level - 1]!;
      return (
        <Head>
          <Line pieces={block.pieces} />
        </Head>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Line pieces={block.pieces} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Line pieces={block.pieces} />
        </blockquote>
      );
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
    case 'list': {
      const items = block.items.map((pieces, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
        <li key={index}>
          <Line pieces={pieces} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

/** One line of content: bold, code and addresses in it. */
export const Inline = ({ text }: { text: string }) => <Line pieces={pieces(text)} />;

function Line({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
    <Fragment key={index}>{drawPiece(piece)}</Fragment>
  ));
}

function drawPiece(piece: Piece) {
  if (piece.kind === 'strong') return <strong>{piece.text}</strong>;
  if (piece.kind === 'em') return <em>{piece.text}</em>;
  if (piece.kind === 'code') return <code>{piece.text}</code>;
  // Exercises run without the Internet: an address is something to read.
  if (piece.kind === 'link')
    return piece.text === piece.href ? <code>{piece.text}</code> : `${piece.text} (${piece.href})`;
  return piece.text;
}
