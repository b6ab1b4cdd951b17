// What a view shows while it waits, when there is nothing, and when it failed: always with the next step.
import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/context.tsx';
import { describeError } from '../lib/errors.ts';
import { CodeBlock } from './hostile.tsx';
import { Icon } from './icon.tsx';

/** Nothing here, and what to do about it: a command to type or a button. */
export function Empty({
  title,
  children,
  command,
  action,
}: {
  title: string;
  children?: ReactNode;
  command?: string;
  action?: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children ? <p className="empty-text">{children}</p> : null}
      {command ? <CodeBlock text={command} label={t('copy.command')} /> : null}
      {action ? <div className="empty-action">{action}</div> : null}
    </div>
  );
}

/** An error with its remedy and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const i18n = useI18n();
  const { title, remedy, code } = describeError(i18n, error);
  return (
    <div className="failure" role="alert">
      <Icon name="fail" size={18} />
      <div>
        <p className="failure-title">{title}</p>
        {remedy ? <p>{remedy}</p> : null}
        <p className="failure-code">{code}</p>
        {retry ? (
          <Button size="xs" variant="default" onClick={retry}>
            {i18n.t('retry')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Grey lines in the place of what is coming. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useI18n();
  return (
    <div className="waiting" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical grey lines
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}

/** Shows a query's data, or its waiting or failed state. Data already there stays while it is read again. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Waiting {...(lines === undefined ? {} : { lines })} />;
}
