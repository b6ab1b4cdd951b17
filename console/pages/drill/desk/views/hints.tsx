// Help: hints by objective with their price, advice of the staff, and the talk among the team.
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { Confirm } from '../../../../parts/confirm.tsx';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock } from '../../shared/clock.ts';
import { useHere } from '../context.tsx';
import { deskQueries, type Hint, useDeskChange } from '../data.ts';

export function View() {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const query = useQuery(deskQueries.hints(team));
  return (
    <div className="columns two">
      <div className="stack">
        {desk.advice.length > 0 ? (
          <Panel title={t('desk.advice')}>
            <ol className="said">
              {desk.advice.toReversed().map(one => (
                <li key={`${one.at} ${one.text}`} className="said-item in">
                  <p className="said-head">
                    <time className="num">{simClock(one.at, false)}</time>
                  </p>
                  <p className="said-text">{visibleBlock(one.text)}</p>
                </li>
              ))}
            </ol>
          </Panel>
        ) : null}
        <Panel title={t('desk.hints')} aside={<span>{t('desk.hints.note')}</span>}>
          <Loaded query={query} lines={8}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty title={t('desk.hints.none')}>{t('desk.hints.none.text')}</Empty>
              ) : (
                <ol className="hints">
                  {items.map(hint => (
                    <HintItem key={hint.objective} hint={hint} />
                  ))}
                </ol>
              )
            }
          </Loaded>
        </Panel>
      </div>
      <Talk />
    </div>
  );
}

function HintItem({ hint }: { hint: Hint }) {
  const { t, has, side } = useI18n();
  const { desk } = useHere();
  const take = useDeskChange<string>(
    level => ['POST', 'hints', { objective: hint.objective, level }],
    ['hints'],
  );
  const named = `desk.objective.${hint.objective}`;
  const next = hint.levels.find(one => !one.taken);
  return (
    <li className="hint">
      <p className="row">
        <strong className="grow">{has(named) ? t(named) : hint.objective}</strong>
        {hint.solved ? <Tag tone="ok">{t('desk.hints.solved')}</Tag> : null}
        {hint.price > 0 ? <span className="muted">{t('desk.hints.paid', { n: hint.price })}</span> : null}
      </p>
      {hint.levels
        .filter(one => one.taken)
        .map(one => (
          <p key={one.level} className="hint-text">
            <span className="muted">{t(`desk.hint.${one.level}`)}</span>{' '}
            {one.text ? visibleBlock(side(one.text)) : ''}
          </p>
        ))}
      {desk.canWrite && !hint.solved && next?.may ? (
        <Confirm
          label={t(next.price === 0 ? 'desk.hints.takeFree' : 'desk.hints.take', {
            level: t(`desk.hint.${next.level}`),
            n: next.price,
          })}
          text={t(next.price === 0 ? 'desk.hints.take.free' : 'desk.hints.take.text', { n: next.price })}
          onConfirm={() => take.mutate(next.level)}
          loading={take.isPending}
          calm
        />
      ) : null}
    </li>
  );
}

function Talk() {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const query = useQuery(deskQueries.talk(team));
  const [text, setText] = useState('');
  const end = useRef<HTMLLIElement>(null);
  const say = useDeskChange(() => ['POST', 'talk', { text }], ['talk'], { after: () => setText('') });
  const count = query.data?.items.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the end when something was said
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  return (
    <Panel title={t('desk.talk')} className="talk">
      <Loaded query={query} lines={4}>
        {({ items }) => (
          <ol className="said" aria-live="polite">
            {items.length === 0 ? <li className="muted">{t('desk.talk.none')}</li> : null}
            {items.map((one, index) => (
              <li
                key={one.id}
                ref={index === items.length - 1 ? end : undefined}
                className={one.by === desk.me ? 'said-item out' : 'said-item in'}
              >
                <p className="said-head">
                  <time className="num">{simClock(one.at, false)}</time>
                  <span>{one.label}</span>
                </p>
                <p className="said-text">{visibleBlock(one.text)}</p>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      {desk.canWrite ? (
        <form
          className="keep"
          onSubmit={event => {
            event.preventDefault();
            if (text.trim()) say.mutate();
          }}
        >
          <Textarea
            aria-label={t('desk.talk.say')}
            placeholder={t('desk.talk.say')}
            value={text}
            rows={2}
            maxLength={4_000}
            onChange={event => setText(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
          <Button type="submit" loading={say.isPending}>
            {t('desk.messages.send')}
          </Button>
        </form>
      ) : null}
    </Panel>
  );
}
