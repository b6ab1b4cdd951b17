// A point in time: readable in the chosen zone, exact on hover, machine-readable inside.
import { useI18n } from '../i18n/context.tsx';
import { useNow } from '../lib/hooks.ts';

/** `stamp` shows date and time; `short` leaves out the day when it is near; `relative` says how long ago. */
export function Time({
  at,
  as = 'short',
}: {
  at: number | undefined;
  as?: 'stamp' | 'short' | 'relative' | 'day';
}) {
  const i18n = useI18n();
  const now = useNow(30_000);
  if (!at || !Number.isFinite(at)) return <span className="muted">–</span>;
  const shown =
    as === 'stamp'
      ? i18n.stamp(at)
      : as === 'day'
        ? i18n.day(at)
        : as === 'relative'
          ? i18n.relative(at, now)
          : i18n.short(at, now);
  const exact = Math.abs(at) > 8.64e15 ? '' : new Date(at).toISOString();
  return (
    <time
      className="time"
      dateTime={exact}
      title={`${i18n.stamp(at, 'milli')}${i18n.utc ? ' UTC' : ''} · ${exact}`}
    >
      {shown}
    </time>
  );
}

/** From – to, with the length. */
export function Span({ start, end, ongoing = false }: { start: number; end: number; ongoing?: boolean }) {
  const i18n = useI18n();
  const now = useNow(30_000);
  return (
    <span className="num">
      {i18n.short(start, now)} – {ongoing ? i18n.t('time.now') : i18n.short(end, now)}{' '}
      <span className="muted">
        ({i18n.duration(Math.max(0, (ongoing ? Math.max(now, end) : end) - start))})
      </span>
    </span>
  );
}
