// The evidence chain, left to right: file → first event → finding → incident → indicator → list entry → alert.
import { useState } from 'react';
import { defang, defangText, visibleText } from '#model/visible.ts';
import type { Chain, ChainKind, ChainNode } from '../api/types.ts';
import { useI18n } from '../i18n/context.tsx';
import { fileName } from '../lib/file-name.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { To } from './link.tsx';
import { Empty } from './states.tsx';

const order: readonly ChainKind[] = [
  'input',
  'event',
  'finding',
  'incident',
  'campaign',
  'indicator',
  'list',
  'alert',
];
const icons: Record<ChainKind, IconName> = {
  input: 'file',
  event: 'events',
  finding: 'search',
  incident: 'incidents',
  campaign: 'campaigns',
  indicator: 'indicators',
  list: 'protection',
  alert: 'alerts',
};
const box = { height: 56, gapY: 10, head: 26 };
/** Seven kinds still fit a desk's width. */
const across = (columns: number) => (columns > 6 ? { width: 138, gapX: 26 } : { width: 166, gapX: 32 });
const most = 6;

interface Placed extends ChainNode {
  x: number;
  y: number;
}

/** Places the nodes in one column a kind, evenly around the middle. */
export function placeChain(
  chain: Chain,
  limit: number,
): { nodes: Placed[]; box: number; width: number; height: number; hidden: number } {
  const columns = order
    .map(kind => chain.nodes.filter(node => node.kind === kind).sort((a, b) => (a.at ?? 0) - (b.at ?? 0)))
    .filter(column => column.length > 0);
  const shown = columns.map(column => column.slice(0, limit));
  const { width: boxWidth, gapX } = across(columns.length);
  const tallest = Math.max(1, ...shown.map(column => column.length));
  const height = tallest * (box.height + box.gapY) - box.gapY + box.head;
  const nodes = shown.flatMap((column, index) => {
    const used = column.length * (box.height + box.gapY) - box.gapY;
    const top = box.head + (height - box.head - used) / 2;
    return column.map((node, row) => ({
      ...node,
      x: index * (boxWidth + gapX),
      y: top + row * (box.height + box.gapY),
    }));
  });
  const width = columns.length * (boxWidth + gapX) - gapX;
  return { nodes, box: boxWidth, width, height, hidden: chain.nodes.length - nodes.length };
}

export function ChainGraph({ chain }: { chain: Chain }) {
  const { t, has, message, short } = useI18n();
  const labelOf = (node: ChainNode): string => {
    const key = `alert.status.${node.label}`;
    if (node.kind === 'alert' && has(key)) return t(key);
    if (node.kind === 'list') return t('chain.listed', { n: Number(node.label) || 1 });
    if (node.kind === 'input') return visibleText(fileName(node.label));
    if (!node.message)
      return visibleText(node.kind === 'indicator' ? defang(node.label) : defangText(node.label));
    return node.kind === 'incident' ? `${node.label} ${message(node.message)}` : message(node.message);
  };
  const [all, setAll] = useState(false);
  if (chain.nodes.length === 0) return <Empty title={t('chain.empty')} />;
  const { nodes, box: boxWidth, width, height, hidden } = placeChain(chain, all ? 200 : most);
  const byId = new Map(nodes.map(node => [node.id, node]));
  const heads = [...new Map(nodes.map(node => [node.kind, node.x]))];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="chain-box" tabIndex={0} aria-label={t('chain.title')}>
        <div className="chain" style={{ width, height }}>
          <svg width={width} height={height} aria-hidden="true">
            {chain.edges.map(edge => {
              const from = byId.get(edge.from);
              const to = byId.get(edge.to);
              if (!from || !to) return null;
              const [x1, y1, x2, y2] = [
                from.x + boxWidth,
                from.y + box.height / 2,
                to.x,
                to.y + box.height / 2,
              ];
              const bend = Math.max(18, (x2 - x1) / 2);
              return (
                <path
                  key={`${edge.from} ${edge.to}`}
                  d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
                />
              );
            })}
          </svg>
          {heads.map(([kind, x]) => (
            <span key={kind} className="chain-head" style={{ left: x, width: boxWidth }}>
              <Icon name={icons[kind]} size={13} /> {t(`chain.${kind}`)}
            </span>
          ))}
          {nodes.map(node => (
            <ChainCard
              key={node.id}
              node={node}
              width={boxWidth}
              label={labelOf(node)}
              time={node.at ? short(node.at, Date.now()) : ''}
            />
          ))}
        </div>
      </section>
      {hidden > 0 || all ? (
        <p className="chain-more">
          <button type="button" className="link-button" onClick={() => setAll(!all)}>
            {all ? t('chain.fewer') : t('chain.more', { n: hidden })}
          </button>
        </p>
      ) : null}
    </>
  );
}

function ChainCard({
  node,
  width,
  label,
  time,
}: {
  node: Placed;
  width: number;
  label: string;
  time: string;
}) {
  const style = { left: node.x, top: node.y, width, height: box.height };
  const inner = (
    <>
      <span className="chain-label">{label}</span>
      <span className="chain-time">{time}</span>
    </>
  );
  const page = node.href && /^\/(?![/\\])/.test(node.href) ? node.href : undefined;
  if (!page)
    return (
      <div className={`chain-card chain-${node.kind}`} style={style} title={label}>
        {inner}
      </div>
    );
  const [path, query = ''] = page.split('?');
  return (
    <To
      to={path ?? page}
      search={Object.fromEntries(new URLSearchParams(query))}
      className={`chain-card chain-${node.kind}`}
      style={style}
      title={label}
    >
      {inner}
    </To>
  );
}
