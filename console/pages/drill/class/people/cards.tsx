// Entry cards, one a seat: to be printed and cut, or read out. Only these are printed.
import { Button } from '@mantine/core';
import type { ExerciseView, SeatOut } from '#model/drill/api.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Copy } from '../../../../parts/hostile.tsx';
import { Panel } from '../../../../parts/page.tsx';

export function Cards({ exercise, seats }: { exercise: ExerciseView; seats: readonly SeatOut[] }) {
  const { t } = useI18n();
  const told = seats.filter(seat => seat.link || seat.password);
  if (told.length === 0) return null;
  return (
    <Panel
      className="cards-panel"
      title={t('class.cards.title', { count: told.length })}
      aside={<Button onClick={() => window.print()}>{t('class.cards.print')}</Button>}
    >
      <p className="muted no-print">{t('class.cards.help')}</p>
      <ul className="entry-cards">
        {told.map(seat => (
          <li key={seat.account} className="entry-card">
            <p className="entry-exercise">{exercise.name}</p>
            <p className="entry-team">
              <span className="entry-team-name">{seat.teamName}</span>{' '}
              <span className="mono">{seat.name}</span>
            </p>
            {seat.person ? <p>{seat.person}</p> : null}
            {seat.link ? (
              <p className="entry-link">
                <span className="mono">{seat.link}</span>{' '}
                <Copy value={seat.link} label={t('class.cards.copy')} />
              </p>
            ) : null}
            {seat.password ? (
              <p>
                {t('login.password')}: <span className="mono">{seat.password}</span>
              </p>
            ) : null}
            <p className="muted fine">{t(seat.link ? 'class.cards.once' : 'class.cards.login')}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
