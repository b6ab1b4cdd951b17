// One log line in full: its fields, what it names, the lines around it, and the way into the case.
import { Button, Drawer, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { withCondition } from '#model/search/format.ts';
import { visibleText } from '#model/visible.ts';
import type { MessageKey } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { usePhone } from '../../../../lib/hooks.ts';
import { CodeBlock, visibleBlock } from '../../../../parts/hostile.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock, simNow, simStamp } from '../../shared/clock.ts';
import { ToView, useHere } from '../context.tsx';
import { artefactUrl, captureOf, deskQueries, type Line, useDeskChange } from '../data.ts';
import { useSources } from '../parts/names.ts';
import { Thing } from '../parts/thing.tsx';
import { findsIn } from './finds.ts';
import { leavesOf } from './leaves.ts';
import { Brief } from './lines.tsx';
import { around } from './view.ts';

/** Beside the results on a desk, over them on a phone. */
export function LineDetail({
  id,
  onOpen,
  onPick,
}: {
  id: string;
  onOpen: (id: string) => void;
  onPick: (field: string, value: string) => void;
}) {
  const { t } = useI18n();
  const phone = usePhone();
  useEffect(() => {
    if (!id || phone) return;
    const onKey = (event: KeyboardEvent) => {
      const busy =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role=menu], [role=dialog]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !busy) onOpen('');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [id, phone, onOpen]);
  const body = id ? <Body key={id} id={id} onOpen={onOpen} onPick={onPick} /> : null;
  if (phone)
    return (
      <Drawer
        opened={id !== ''}
        onClose={() => onOpen('')}
        title={t('desk.line')}
        size="100%"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {body}
      </Drawer>
    );
  return body ? (
    <aside className="panel line-detail" aria-label={t('desk.line')}>
      <button type="button" className="icon-button" aria-label={t('close')} onClick={() => onOpen('')}>
        <Icon name="close" />
      </button>
      {body}
    </aside>
  ) : null;
}

function Body({
  id,
  onOpen,
  onPick,
}: {
  id: string;
  onOpen: (id: string) => void;
  onPick: (field: string, value: string) => void;
}) {
  const { t } = useI18n();
  const { team } = useHere();
  const query = useQuery(deskQueries.around(team, id));
  return (
    <Loaded query={query} lines={14}>
      {({ items }) => {
        const line = items.find(one => one.id === id);
        return (
          <div className="stack">
            {line ? <Whole line={line} onPick={onPick} /> : null}
            <section>
              <h2>{t('desk.line.context')}</h2>
              <ol className="context-lines">
                {items.map(one => (
                  <li key={one.id} className={one.id === id ? 'here' : ''}>
                    <button
                      type="button"
                      className="line-time"
                      aria-current={one.id === id}
                      onClick={() => onOpen(one.id)}
                    >
                      {simClock(one.at)}
                    </button>
                    <bdi title={visibleBlock(one.text).slice(0, 1_000)}>
                      <Brief line={one} />
                      {visibleBlock(one.text).slice(0, 300)}
                    </bdi>
                  </li>
                ))}
              </ol>
            </section>
          </div>
        );
      }}
    </Loaded>
  );
}

const fields = [
  ['host', 'host'],
  ['user', 'user'],
  ['from', 'source.ip'],
  ['destination', 'destination.ip'],
  ['object', 'object'],
  ['code', 'code'],
] as const;

function Whole({ line, onPick }: { line: Line; onPick: (field: string, value: string) => void }) {
  const { t } = useI18n();
  const { of } = useSources();
  const { team, desk } = useHere();
  const finds = findsIn(line);
  const leaves = leavesOf(line.text);
  return (
    <div className="stack tight">
      <p className="row">
        <strong className="num">{simStamp(line.at)}</strong>
        <span>{of(line.source).title}</span>
        <ToView
          view="logs"
          search={around(line.at, line.host ? withCondition('', 'host', line.host) : '', 5)}
        >
          {t(line.host ? 'desk.line.aroundHost' : 'desk.line.around')}
        </ToView>
        {line.host ? (
          <a
            className="link"
            download
            href={artefactUrl(team, captureOf(line.host, line.at, simNow(desk.clock)))}
          >
            <Icon name="download" size={13} /> {t('desk.line.packets')}
          </a>
        ) : null}
      </p>
      <CodeBlock text={line.text} label={t('desk.line')} wrap />
      <dl className="facts">
        {fields.map(([name, word]) =>
          line[name] ? (
            <div key={name}>
              <dt>{t(`desk.field.${word}` as MessageKey)}</dt>
              <dd className="row one-line">
                <bdi className="hostile">{visibleText(line[name])}</bdi>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`${t('events.only')}: ${t(`desk.field.${word}` as MessageKey)}`}
                  onClick={() => onPick(word, line[name])}
                >
                  <Icon name="filter" size={13} />
                </button>
              </dd>
            </div>
          ) : null,
        )}
      </dl>
      <Keep line={line} />
      {finds.length > 0 ? (
        <section>
          <h2>{t('desk.line.names')}</h2>
          <p className="things">
            {finds.map(({ type, value }) => (
              <Thing key={`${type} ${value}`} type={type} value={value} />
            ))}
          </p>
        </section>
      ) : null}
      {leaves ? (
        <dl className="leaves">
          {leaves.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: values of one fixed line; names may repeat
            <div key={index}>
              <dt>{visibleText(name)}</dt>
              <dd>{visibleText(value)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}

/** Puts the line into the case as evidence. */
function Keep({ line }: { line: Line }) {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const [note, setNote] = useState('');
  const kept = useQuery(deskQueries.case(team)).data?.evidence.find(one => one.line?.id === line.id);
  const put = useDeskChange(() => ['POST', 'case/evidence', { fields: { line, note } }], ['case'], {
    done: 'desk.case.added',
  });
  if (kept)
    return (
      <p className="row">
        <Tag tone="ok">{t('desk.line.kept', { by: kept.label })}</Tag>
        <bdi>{visibleText(kept.note)}</bdi>
        <ToView view="case" search={{ part: 'evidence' }}>
          {t('desk.view.case')}
        </ToView>
      </p>
    );
  if (!desk.canWrite) return null;
  return (
    <form
      className="keep"
      onSubmit={event => {
        event.preventDefault();
        put.mutate();
      }}
    >
      <Textarea
        label={t('desk.line.note')}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
        maxLength={4_000}
        minRows={1}
        rows={2}
      />
      <Button type="submit" loading={put.isPending} leftSection={<Icon name="plus" />}>
        {t('desk.line.keep')}
      </Button>
    </form>
  );
}
