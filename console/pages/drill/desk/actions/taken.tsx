// What the team did, newest first, with how each stands and what came of it.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon, type IconName } from '../../../../parts/icon.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock } from '../../shared/clock.ts';
import { storyText, useHere } from '../context.tsx';
import { artefactUrl, deskQueries, type Taken } from '../data.ts';
import { useActionTitle } from '../parts/names.ts';

const tones: Record<Taken['status'], readonly ['ok' | 'warn' | 'fail' | 'info' | 'idle', IconName]> = {
  'waiting-for-approval': ['warn', 'clock'],
  'under-way': ['info', 'clock'],
  done: ['ok', 'ok'],
  'no-effect': ['idle', 'quiet'],
  refused: ['fail', 'fail'],
  failed: ['fail', 'fail'],
};

export function TakenStatus({ status }: { status: Taken['status'] }) {
  const { t } = useI18n();
  const [tone, icon] = tones[status];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`desk.taken.${status}`)}
    </Tag>
  );
}

/** Actions with the given numbers, or all. */
export function TakenList({
  only,
  current,
  empty,
}: {
  only?: readonly number[];
  current?: number;
  empty?: ReactNode;
}) {
  const { t } = useI18n();
  const { team } = useHere();
  const query = useQuery(deskQueries.taken(team));
  const items = (query.data?.items ?? []).filter(one => !only || only.includes(one.number)).toReversed();
  if (query.data && items.length === 0)
    return empty ?? <Empty title={t('desk.taken.none')}>{t('desk.taken.none.text')}</Empty>;
  return (
    <ol className="taken" aria-live="polite">
      {items.map(one => (
        <TakenItem key={one.number} taken={one} current={one.number === current} />
      ))}
    </ol>
  );
}

function TakenItem({ taken, current }: { taken: Taken; current: boolean }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { team } = useHere();
  const title = useActionTitle();
  const files = (useQuery(deskQueries.artefacts(team)).data?.items ?? []).filter(
    one => one.action === taken.number,
  );
  const given = Object.values(taken.parameters).map(value => visibleText(String(value)));
  return (
    <li className={current ? 'taken-item current' : 'taken-item'}>
      <p className="row">
        <span className="num muted">#{taken.number}</span>
        <time className="num">{simClock(taken.at, false)}</time>
        <strong>{title(taken.action)}</strong>
        <bdi className="hostile">{given.join(' ').slice(0, 160)}</bdi>
        <TakenStatus status={taken.status} />
      </p>
      {taken.message ? <p>{storyText(i18n, taken.message)}</p> : null}
      {taken.refused ? <p>{t('desk.taken.why', { why: visibleText(taken.refused) })}</p> : null}
      <p className="muted">
        {taken.label}
        {taken.reason ? ` · ${visibleText(taken.reason).slice(0, 300)}` : ''}
        {taken.effectiveAt && taken.status === 'done'
          ? ` · ${t('desk.taken.effect', { time: simClock(taken.effectiveAt, false) })}`
          : ''}
      </p>
      {files.length > 0 ? (
        <ul className="row">
          {files.map(file => (
            <li key={file.id}>
              <a className="link" download href={artefactUrl(team, file.id)}>
                <Icon name="download" size={13} /> {t(`desk.artefact.${file.kind}`)}{' '}
                <span className="mono">{visibleText(file.name)}</span>
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
