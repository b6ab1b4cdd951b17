// A log line that shows something, and the lines around it: what a point of the score leads to.
import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { deskQueries, type Line } from '../../desk/data.ts';
import { Brief } from '../../desk/logs/lines.tsx';
import { useSources } from '../../desk/parts/names.ts';
import { simClock, simStamp } from '../../shared/clock.ts';

interface Shown {
  line: string;
  source: string;
  at: number;
}

const OpenContext = createContext<(proof: Shown) => void>(() => undefined);

/** Lets everything inside open log lines of a team in their context. */
export function LineDrawer({ team, children }: { team: string; children: ReactNode }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<Shown>();
  return (
    <OpenContext.Provider value={setOpen}>
      {children}
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size="min(60rem, 100%)"
        title={t('review.line.title')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {open ? <Around team={team} shown={open} /> : null}
      </Drawer>
    </OpenContext.Provider>
  );
}

function Around({ team, shown }: { team: string; shown: Shown }) {
  const { t } = useI18n();
  const { of } = useSources();
  const query = useQuery(deskQueries.around(team, shown.line));
  return (
    <>
      <p className="muted">
        {of(shown.source).title} · {simStamp(shown.at)}
      </p>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? <p>{t('review.line.none')}</p> : <Lines items={items} line={shown.line} />
        }
      </Loaded>
    </>
  );
}

function Lines({ items, line }: { items: readonly Line[]; line: string }) {
  const mine = useRef<HTMLLIElement>(null);
  useEffect(() => {
    mine.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <ol className="rv-lines">
      {items.map(item => (
        <li
          key={item.id}
          ref={item.id === line ? mine : undefined}
          className={item.id === line ? 'this' : ''}
          aria-current={item.id === line ? 'true' : undefined}
        >
          <span className="mono muted">{simClock(item.at)}</span>
          <span className="mono">
            <Brief line={item} />
            {visibleText(item.text)}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Opens a proof in its context. */
export function ProofButton({ proof }: { proof: Shown & { host: string; text: string } }) {
  const { t } = useI18n();
  const { of } = useSources();
  const open = useContext(OpenContext);
  return (
    <button
      type="button"
      className="rv-proof"
      onClick={() => open(proof)}
      title={visibleText(proof.text.slice(0, 400))}
    >
      <Icon name="file" size={13} />
      <span>
        <span className="off-screen">{t('review.line.open')} </span>
        {of(proof.source).title} {simClock(proof.at)} {proof.host}
      </span>
    </button>
  );
}
