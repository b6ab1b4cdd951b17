// Small hooks shared by pages.
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Right } from '#model/vocab/role.ts';
import type { ApiError } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useI18n } from '../i18n/context.tsx';
import { describeError } from './errors.ts';

/** Now, refreshed every `interval` ms, for relative times. */
export function useNow(interval = 10_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}

/** Whether the window is phone-sized. */
export const usePhone = (): boolean => useMediaQuery('(max-width: 760px)') ?? false;

/** Names of agents by id; the id itself for those unknown (yet). */
export function useAgentNames(): (id: string) => string {
  const { data } = useQuery({ ...queries.agents(), staleTime: 60_000 });
  return id => data?.items.find(agent => agent.id === id)?.name ?? id;
}

/** What the signed-in account may do. */
export function useRights(): (right: Right) => boolean {
  const { data } = useQuery(queries.session());
  return right => data?.rights?.includes(right) ?? false;
}

/**
 * A change through the API: on success the named collections are read again and `done` is announced; on failure the
 * reason and remedy are, unless the caller shows them itself (`quiet`).
 */
export function useChange<In = void, Out = unknown>(
  run: (input: In) => Promise<Out>,
  options: {
    refresh?: readonly string[];
    done?: MessageKey;
    quiet?: boolean;
    after?: (result: Out, input: In) => void;
  } = {},
) {
  const client = useQueryClient();
  const i18n = useI18n();
  return useMutation<Out, ApiError, In>({
    mutationFn: run,
    onSuccess: (result, input) => {
      for (const key of options.refresh ?? []) void client.invalidateQueries({ queryKey: [key] });
      if (options.done)
        notifications.show({
          message: i18n.t(options.done),
          color: 'teal',
          autoClose: 3_500,
          closeButtonProps: { 'aria-label': i18n.t('close') },
        });
      options.after?.(result, input);
    },
    onError: error => {
      if (options.quiet) return;
      const { title, remedy } = describeError(i18n, error);
      notifications.show({
        title,
        message: remedy,
        color: 'red',
        autoClose: 12_000,
        closeButtonProps: { 'aria-label': i18n.t('close') },
      });
    },
  });
}

/** Sets the window's title for the page. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Hinomi` : 'Hinomi';
  }, [title]);
}
