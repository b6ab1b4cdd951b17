// The views of the desk with what waits in them; a number key leads to each.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { openReviewViews } from '../../review/tabs.ts';
import { type DeskViewName, deskViews, ToView, useHere } from '../context.tsx';
import { deskQueries } from '../data.ts';
import { isAlert } from '../messages.ts';
import { useArrivals } from './arrivals.ts';

export function Tabs({ current }: { current: DeskViewName }) {
  const { t } = useI18n();
  const waits = useWaiting();
  const { desk } = useHere();
  const bar = useRef<HTMLElement>(null);
  // On a phone the bar is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another view is open
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current && tab) bar.current.scrollLeft = tab.offsetLeft - bar.current.clientWidth / 3;
  }, [current]);
  // What waits is told after a while and makes the bar longer; the open view does not slip out at its end.
  const waiting = Object.values(waits).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the tabs have another width
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (!bar.current || !tab) return;
    const hidden = tab.offsetLeft + tab.offsetWidth - bar.current.scrollLeft - bar.current.clientWidth;
    if (hidden > 0) bar.current.scrollLeft += hidden;
  }, [waiting]);
  useArrivals();
  return (
    <nav className="desk-tabs" aria-label={t('desk.views')} ref={bar}>
      {openReviewViews(desk.phase, desk.exercise.resultsOpen).map(name => (
        <ToView
          key={name}
          view={name}
          className={name === current ? 'desk-tab active' : 'desk-tab'}
          aria-current={name === current ? 'page' : undefined}
        >
          {t(`desk.view.${name}`)}
        </ToView>
      ))}
      {deskViews.map((name, index) => {
        const n = waits[name] ?? 0;
        return (
          <ToView
            key={name}
            view={name}
            className={name === current ? 'desk-tab active' : 'desk-tab'}
            aria-current={name === current ? 'page' : undefined}
            aria-keyshortcuts={String(index + 1)}
          >
            <span className="key desk-only" aria-hidden="true">
              {index + 1}
            </span>
            {t(`desk.view.${name}`)}
            {n > 0 ? (
              <span className="count">
                {n} <span className="off-screen">{t('desk.unread')}</span>
              </span>
            ) : null}
          </ToView>
        );
      })}
    </nav>
  );
}

/** How many things one has not seen or answered in each view. */
function useWaiting(): Partial<Record<DeskViewName, number>> {
  const { team } = useHere();
  const messages = useQuery(deskQueries.messages(team)).data?.items ?? [];
  const injects = useQuery(deskQueries.injects(team)).data?.items ?? [];
  const taken = useQuery(deskQueries.taken(team)).data?.items ?? [];
  const unread = messages.filter(one => one.direction === 'in' && !one.read);
  return {
    alerts: unread.filter(isAlert).length,
    messages:
      unread.filter(one => !isAlert(one)).length +
      injects.filter(one => one.state === 'pending' && one.expectation?.answer === 'text').length,
    actions: taken.filter(one => one.status === 'waiting-for-approval' || one.status === 'under-way').length,
  };
}
