// What people of the story ask of the team: the text, the deadline, the answer.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { minute } from '#model/time.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Confirm } from '../../../../parts/confirm.tsx';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock, simStamp, useSimNow } from '../../shared/clock.ts';
import { useHere } from '../context.tsx';
import { type InjectInfo, useDeskChange } from '../data.ts';

/** How an inject stands, with the minutes left where an answer is due. */
function InjectState({ inject }: { inject: InjectInfo }) {
  const { t } = useI18n();
  const { desk } = useHere();
  const now = useSimNow(desk.clock, desk.exercise.simEnd);
  if (!inject.expectation) return <Tag tone="idle">{t('desk.inject.news')}</Tag>;
  if (inject.state === 'submitted' || inject.state === 'graded')
    return (
      <Tag tone="ok">
        {inject.mark === undefined
          ? t('desk.inject.answered')
          : t('desk.inject.mark', { n: Math.round(inject.mark) })}
      </Tag>
    );
  if (inject.due === undefined) return <Tag tone="warn">{t('desk.inject.open')}</Tag>;
  const left = Math.ceil((inject.due - now) / minute);
  return left < 0 ? (
    <Tag tone="fail">{t('desk.inject.overdue', { n: -left })}</Tag>
  ) : (
    <Tag tone="warn" icon="clock">
      {t('desk.inject.left', { n: left, time: simClock(inject.due, false) })}
    </Tag>
  );
}

export function InjectList({
  items,
  chosen,
  onChoose,
}: {
  items: readonly InjectInfo[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t, side } = useI18n();
  if (items.length === 0) return null;
  const open = (one: InjectInfo) => Number(one.state !== 'pending' || !one.expectation);
  return (
    <nav className="panel thread-list" aria-label={t('desk.inject.list')}>
      <h2 className="list-head">{t('desk.inject.list')}</h2>
      <ul>
        {items
          .toSorted((a, b) => open(a) - open(b) || (a.due ?? 0) - (b.due ?? 0))
          .map(one => (
            <li key={one.inject}>
              <button
                type="button"
                className={one.inject === chosen ? 'thread-item chosen' : 'thread-item'}
                aria-pressed={one.inject === chosen}
                onClick={() => onChoose(one.inject)}
              >
                <span className="row">
                  <strong className="grow">{side(one.title)}</strong>
                  <InjectState inject={one} />
                </span>
              </button>
            </li>
          ))}
      </ul>
    </nav>
  );
}

export function InjectPane({ inject }: { inject: InjectInfo }) {
  const { t, side } = useI18n();
  const { desk } = useHere();
  const [text, setText] = useState('');
  const send = useDeskChange<boolean>(
    submit => ['POST', `injects/${encodeURIComponent(inject.inject)}`, { text, submit }],
    ['injects', 'messages'],
    { after: () => setText('') },
  );
  const { from, expectation } = inject;
  const mayAnswer = desk.canWrite && expectation?.answer === 'text';
  return (
    <Panel title={side(inject.title)} aside={<InjectState inject={inject} />}>
      <div className="stack">
        <p className="said-head">
          <time className="num">{simStamp(inject.firedAt, false)}</time>
          <span>{t(`desk.channel.${inject.channel}`)}</span>
          <span>{from.person ? side(from.person) : t(`desk.role.${from.role}`)}</span>
        </p>
        <p className="said-text">{side(inject.text)}</p>
        {expectation ? (
          <p className="expectation">
            <strong>{t('desk.inject.expected')}</strong>{' '}
            {expectation.text
              ? side(expectation.text)
              : t(expectation.answer === 'action' ? 'desk.inject.wanted.action' : 'desk.inject.wanted.text', {
                  n: expectation.minutes,
                })}
          </p>
        ) : null}
        {inject.thread.some(one => one.step !== 'fired') ? (
          <ol className="said">
            {inject.thread
              .filter(one => one.step !== 'fired')
              .map((one, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the thread only grows
                <li key={index} className={one.step === 'graded' ? 'said-item in' : 'said-item out'}>
                  <p className="said-head">
                    <time className="num">{simClock(one.at, false)}</time>
                    <span>{one.label}</span>
                    <span>
                      {t(
                        one.step === 'answered'
                          ? 'desk.inject.note'
                          : one.step === 'graded'
                            ? 'desk.inject.graded'
                            : 'desk.inject.answer',
                      )}
                    </span>
                  </p>
                  <p className="said-text">{visibleBlock(one.text)}</p>
                </li>
              ))}
          </ol>
        ) : null}
        {mayAnswer ? (
          <div className="form">
            <Textarea
              label={t('desk.inject.write')}
              description={t('desk.inject.write.text')}
              value={text}
              rows={6}
              maxLength={20_000}
              onChange={event => setText(event.currentTarget.value)}
            />
            <div className="form-actions">
              <Button
                variant="default"
                disabled={!text.trim()}
                loading={send.isPending}
                onClick={() => send.mutate(false)}
              >
                {t('desk.inject.keep')}
              </Button>
              {inject.state === 'pending' && text.trim() ? (
                <Confirm
                  label={t('desk.inject.submit')}
                  text={t('desk.inject.submit.text')}
                  onConfirm={() => send.mutate(true)}
                  loading={send.isPending}
                  calm
                />
              ) : null}
            </div>
          </div>
        ) : null}
        {desk.canWrite && expectation?.answer === 'action' ? (
          <p className="muted">{t('desk.inject.byAction')}</p>
        ) : null}
      </div>
    </Panel>
  );
}
