// Tells of mails, calls, alerts and advice that arrive while one looks at something else.
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { saidIn, useHere } from '../context.tsx';
import { deskQueries } from '../data.ts';
import { isAlert } from '../messages.ts';

/** More at once (after a jump of the clock) are only counted on the tabs. */
const mostAtOnce = 3;

export function useArrivals(): void {
  const i18n = useI18n();
  const navigate = useNavigate();
  const { team, desk } = useHere();
  const { data } = useQuery(deskQueries.messages(team));
  const known = useRef<Set<string>>(undefined);
  const advised = useRef(desk.advice.length);
  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = new Set(data.items.map(one => one.id));
    if (!before) return;
    const fresh = data.items.filter(one => one.direction === 'in' && !one.read && !before.has(one.id));
    if (fresh.length > mostAtOnce) return;
    for (const one of fresh) {
      const text = visibleText(saidIn(i18n, one).text);
      const alert = isAlert(one);
      notifications.show({
        title: i18n.t(`desk.role.${one.role}`),
        message: text.length > 140 ? `${text.slice(0, 139)}…` : text,
        color: alert ? 'orange' : 'blue',
        autoClose: 10_000,
        closeButtonProps: { 'aria-label': i18n.t('close') },
        onClick: () =>
          void navigate({
            to: `/drill/desk/${team}/${alert ? 'alerts' : 'messages'}`,
            search: (alert ? { alert: one.id } : { thread: one.thread }) as never,
          }),
      });
    }
  }, [data, i18n, navigate, team]);
  useEffect(() => {
    const advice = desk.advice.at(-1);
    if (advice && desk.advice.length > advised.current)
      notifications.show({
        title: i18n.t('desk.advice'),
        message: visibleText(advice.text).slice(0, 400),
        color: 'teal',
        autoClose: 20_000,
        closeButtonProps: { 'aria-label': i18n.t('close') },
      });
    advised.current = desk.advice.length;
  }, [desk.advice, i18n]);
}
