// The case of the team: what was collected and concluded, shared live.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CasePart } from '#model/drill/case.ts';
import { visibleText } from '#model/visible.ts';
import type { MessageKey } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { CodeBlock, visibleBlock } from '../../../../parts/hostile.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock, simStamp } from '../../shared/clock.ts';
import { ToView, useHere } from '../context.tsx';
import { type Case, deskQueries, useDeskChange } from '../data.ts';
import { around, urlTime } from '../logs/view.ts';
import { Thing } from '../parts/thing.tsx';
import { VerdictTag } from '../parts/verdict.tsx';
import { type Draft, partOrder } from './draft.ts';
import { type AnyItem, ItemForm } from './form.tsx';
import { RouteGraph } from './graph.tsx';

const defaults = { part: 'entities' };

export function View() {
  const { t } = useI18n();
  const { team } = useHere();
  const [view, setView] = useView(defaults);
  const part = partOrder.find(one => one === view.part) ?? 'entities';
  const query = useQuery(deskQueries.case(team));
  const [begun, setBegun] = useState<{ part: CasePart; given: Draft }>();
  return (
    <Loaded query={query} lines={10}>
      {data => (
        <>
          <nav className="case-parts" aria-label={t('desk.case.parts')}>
            {partOrder.map(one => (
              <ToView
                key={one}
                view="case"
                search={one === 'entities' ? {} : { part: one }}
                className={one === part ? 'case-part chosen' : 'case-part'}
                aria-current={one === part ? 'true' : undefined}
              >
                {t(`desk.case.part.${one}`)} <span className="num">{data[one].length}</span>
              </ToView>
            ))}
          </nav>
          <Part
            key={part}
            part={part}
            data={data}
            given={begun?.part === part ? begun.given : undefined}
            onBegin={(next, given) => {
              setBegun({ part: next, given });
              setView({ part: next });
            }}
            onBegun={() => setBegun(undefined)}
          />
        </>
      )}
    </Loaded>
  );
}

type Begin = (part: CasePart, given: Draft) => void;

function Part({
  part,
  data,
  given,
  onBegin,
  onBegun,
}: {
  part: CasePart;
  data: Case;
  given: Draft | undefined;
  onBegin: Begin;
  onBegun: () => void;
}) {
  const { t } = useI18n();
  const { desk } = useHere();
  const [open, setOpen] = useState(given ? 'new' : '');
  const items = sorted(part, data);
  const close = () => {
    setOpen('');
    onBegun();
  };
  return (
    <Panel
      title={t(`desk.case.part.${part}`)}
      aside={
        desk.canWrite && open !== 'new' ? (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen('new')}>
            {t('add')}
          </Button>
        ) : null
      }
    >
      {part === 'route' ? <RouteGraph steps={data.route} /> : null}
      {open === 'new' ? (
        <ItemForm part={part} data={data} {...(given ? { given } : {})} onClose={close} />
      ) : null}
      {items.length === 0 && open !== 'new' ? (
        <Empty title={t('desk.case.none')}>{t(`desk.case.none.${part}`)}</Empty>
      ) : (
        <ol className="case-list" aria-live="polite">
          {items.map(item => (
            <li key={item.id} className="case-item">
              {open === item.id ? (
                <ItemForm part={part} item={item} data={data} onClose={close} />
              ) : (
                <>
                  <Shown part={part} id={item.id} data={data} onBegin={onBegin} />
                  <footer className="row">
                    <span className="muted">
                      {item.label} · {simClock(item.at, false)}
                    </span>
                    {desk.canWrite ? (
                      <ItemTools part={part} item={item} onEdit={() => setOpen(item.id)} />
                    ) : null}
                  </footer>
                </>
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

const order: readonly string[] = ['malicious', 'compromised', 'suspected', 'benign'];

/** Items as read: what is worst first, events in their time. */
function sorted(part: CasePart, data: Case): AnyItem[] {
  if (part === 'timeline') return data.timeline.toSorted((a, b) => a.when - b.when);
  if (part === 'entities')
    return data.entities.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  if (part === 'evidence')
    return data.evidence.toSorted((a, b) => (a.line?.at ?? a.at) - (b.line?.at ?? b.at));
  return [...data[part]];
}

function ItemTools({ part, item, onEdit }: { part: CasePart; item: AnyItem; onEdit: () => void }) {
  const { t } = useI18n();
  const drop = useDeskChange(
    () => ['DELETE', `case/${part}/${encodeURIComponent(item.id)}`],
    ['case', 'hosts', 'accounts'],
  );
  return (
    <span className="row case-tools">
      <button type="button" className="link-button" onClick={onEdit}>
        {t('edit')}
      </button>
      <Confirm
        label={t('remove')}
        text={t('desk.case.remove')}
        onConfirm={() => drop.mutate()}
        loading={drop.isPending}
        subtle
      />
    </span>
  );
}

/** Evidence something rests on, as links to the lines. */
function Rests({ on, data }: { on: readonly string[]; data: Case }) {
  const { t } = useI18n();
  const found = data.evidence.filter(one => on.includes(one.id));
  if (found.length === 0) return null;
  return (
    <p className="row rests">
      <span className="muted">{t('desk.case.rests')}</span>
      {found.map(one =>
        one.line ? (
          <ToView key={one.id} view="logs" search={{ ...around(one.line.at, '', 5), line: one.line.id }}>
            {simClock(one.line.at)} {one.line.source}
          </ToView>
        ) : (
          <span key={one.id}>{visibleText(one.note).slice(0, 40)}</span>
        ),
      )}
    </p>
  );
}

function Technique({ id }: { id: string | undefined }) {
  const { data } = useQuery(deskQueries.techniques());
  if (!id) return null;
  return (
    <span className="tag tone-idle" title={data?.items.find(one => one.id === id)?.name}>
      {id}
    </span>
  );
}

function Shown({
  part,
  id,
  data,
  onBegin,
}: {
  part: CasePart;
  id: string;
  data: Case;
  onBegin: Begin;
}): ReactNode {
  const { t } = useI18n();
  const { desk } = useHere();
  const text = (value: string) => (value ? <p className="said-text">{visibleBlock(value)}</p> : null);
  if (part === 'entities') {
    const one = data.entities.find(item => item.id === id)!;
    return (
      <>
        <p className="row">
          <VerdictTag verdict={one.verdict} />
          <span className="muted">{t(`desk.type.${one.type}`)}</span>
          <Thing type={one.type} value={one.value} evidence={one.evidence} />
        </p>
        {text(one.note)}
        <Rests on={one.evidence} data={data} />
      </>
    );
  }
  if (part === 'evidence') {
    const one = data.evidence.find(item => item.id === id)!;
    const { line } = one;
    return (
      <>
        {text(one.note)}
        {line ? (
          <>
            <p className="row">
              <strong className="num">{simStamp(line.at)}</strong>
              <span>{line.source}</span>
              {line.host ? <Thing type="host" value={line.host} evidence={[id]} /> : null}
              {line.user ? <Thing type="account" value={line.user} evidence={[id]} /> : null}
              <ToView view="logs" search={{ ...around(line.at, '', 5), line: line.id }}>
                {t('desk.case.inLogs')}
              </ToView>
              {desk.canWrite ? (
                <button
                  type="button"
                  className="link-button"
                  onClick={() =>
                    onBegin('timeline', {
                      when: urlTime(line.at),
                      text: one.note,
                      host: line.host,
                      evidence: id,
                    })
                  }
                >
                  {t('desk.case.toTimeline')}
                </button>
              ) : null}
            </p>
            <CodeBlock
              text={line.text}
              label={`${t('desk.line')} ${simStamp(line.at)} ${line.source}`}
              wrap
            />
          </>
        ) : null}
      </>
    );
  }
  if (part === 'timeline') {
    const one = data.timeline.find(item => item.id === id)!;
    return (
      <>
        <p className="row">
          <strong className="num">{simStamp(one.when)}</strong>
          {one.host ? <Thing type="host" value={one.host} /> : null}
          <Technique id={one.technique} />
        </p>
        {text(one.text)}
        <Rests on={one.evidence} data={data} />
      </>
    );
  }
  if (part === 'route') {
    const one = data.route.find(item => item.id === id)!;
    return (
      <p className="row">
        {one.when === undefined ? null : <strong className="num">{simStamp(one.when)}</strong>}
        <span className="mono">
          {visibleText(one.from)} → {visibleText(one.to)}
        </span>
        <Technique id={one.technique} />
      </p>
    );
  }
  if (part === 'hypotheses') {
    const one = data.hypotheses.find(item => item.id === id)!;
    const tone = { open: 'info', supported: 'ok', refuted: 'idle' } as const;
    return (
      <>
        <p>
          <Tag tone={tone[one.status]}>{t(`desk.hypothesis.${one.status}`)}</Tag>
        </p>
        {text(one.text)}
        <Rests on={one.evidence} data={data} />
      </>
    );
  }
  const one = data.decisions.find(item => item.id === id)!;
  const labelled = (key: MessageKey, value: string) =>
    value ? (
      <p className="said-text">
        <span className="muted">{t(key)}</span> {visibleBlock(value)}
      </p>
    ) : null;
  return (
    <>
      <p className="said-text strong">{visibleBlock(one.text)}</p>
      {labelled('desk.case.field.options', one.options)}
      {labelled('desk.case.field.reason', one.reason)}
    </>
  );
}
