// The frame of a page: head, panels, facts.
import type { ReactNode } from 'react';
import { usePageTitle } from '../lib/hooks.ts';
import { To } from './link.tsx';

/** Title line of a page. `back` names the list this page belongs to. */
export function PageHead({
  title,
  plain,
  lead,
  actions,
  back,
}: {
  title: ReactNode;
  /** The title as text, for the window's title when `title` is not text. */
  plain?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
}) {
  usePageTitle(plain ?? (typeof title === 'string' ? title : ''));
  return (
    <header className="page-head">
      <div className="page-head-text">
        {back ? (
          <To to={back.to} className="back-link">
            ‹ {back.label}
          </To>
        ) : null}
        <h1>{title}</h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </div>
      {actions ? <div className="page-actions">{actions}</div> : null}
    </header>
  );
}

/** A titled box. `flush` lets a table reach its edges. */
export function Panel({
  title,
  aside,
  children,
  flush = false,
  className = '',
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  className?: string;
}) {
  return (
    <section className={`panel ${flush ? 'flush' : ''} ${className}`}>
      {title ? (
        <div className="panel-head">
          <h2>{title}</h2>
          {aside ? <div className="panel-aside">{aside}</div> : null}
        </div>
      ) : null}
      <div className="panel-body">{children}</div>
    </section>
  );
}

/** Names and values, as a definition list. Entries without a value are left out. */
export function Facts({
  items,
}: {
  items: readonly (readonly [name: ReactNode, value: ReactNode] | false)[];
}) {
  return (
    <dl className="facts">
      {items.map((item, index) =>
        item && item[1] !== undefined && item[1] !== null && item[1] !== '' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, never reordered
          <div key={index}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** One number with its name. */
export function Stat({
  label,
  value,
  note,
  to,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  to?: string;
}) {
  const inner = (
    <>
      <span className="stat-label">{label}</span>
      <span className="stat-value">{value}</span>
      {note ? <span className="stat-note">{note}</span> : null}
    </>
  );
  return to ? (
    <To to={to} className="stat">
      {inner}
    </To>
  ) : (
    <div className="stat">{inner}</div>
  );
}
