// The course of a scenario when nobody acts: a picture over time, then each step with the lines it leaves.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PreviewView } from '#model/drill/authoring.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { DataTable } from '../../../../parts/table.tsx';
import { useCondition } from '../../class/injects/condition.ts';
import { storyText } from '../../desk/context.tsx';
import { drillQueries } from '../../shared/api.ts';
import { organisationOffset, simClock } from '../../shared/clock.ts';
import { Picture } from '../charts/picture.tsx';
import { scale, timeMarks } from '../charts/scale.ts';

type Evidence = PreviewView['steps'][number]['evidence'];

/** @param children what stands before the long table of prices */
export function Course({ preview, children }: { preview: PreviewView; children: ReactNode }) {
  const i18n = useI18n();
  const { t, side } = i18n;
  const { organisation, scenario, harm } = preview;
  const condition = useCondition({
    steps: [...preview.steps, ...preview.never].map(({ step, title }) => ({ id: step, title })),
    actions: preview.actions.map(({ action, title }) => ({ id: action, title })),
    injects: preview.injects.map(({ inject, title }) => ({ id: inject, title })),
  });
  return (
    <>
      <Panel title={`${side(scenario.title)} — ${side(organisation.name)}`}>
        <p>{side(scenario.briefing)}</p>
        <p className="muted">
          {t('review.author.size', { people: organisation.people, hosts: organisation.hosts })}{' '}
          {t('review.author.harm', { idle: harm.idle, loss: harm.best.loss, cost: harm.best.cost })}
        </p>
        <Timeline preview={preview} />
      </Panel>
      <Panel title={t('review.author.steps')}>
        {preview.steps.map(step => (
          <details key={`${step.step} ${step.at}`} className="rv-author-step">
            <summary>
              <span className="num">{simClock(step.at, false)}</span> {side(step.title)}{' '}
              <span className="muted">
                {[step.techniques.join(' '), ...step.hosts, ...step.accounts].slice(0, 7).join(', ')}
              </span>
            </summary>
            <Lines evidence={step.evidence} />
          </details>
        ))}
        {preview.never.length > 0 ? (
          <p className="muted">
            {t('review.author.never')}{' '}
            {preview.never.map(one => side(one.title)).join(t('review.author.comma'))}
          </p>
        ) : null}
      </Panel>
      <Panel title={t('review.author.leads')}>
        {preview.leads.map(one => (
          <details key={one.lead} className="rv-author-step">
            <summary>{side(one.title)}</summary>
            <Lines evidence={one.evidence} />
          </details>
        ))}
      </Panel>
      <Panel title={t('review.author.injects')}>
        <ul className="rv-author-list">
          {[
            ...preview.said.map(one => ({
              at: one.at as number | undefined,
              text: storyText(i18n, one.message),
              when: undefined as string | undefined,
            })),
            ...preview.injects.map(one => ({
              at: one.at,
              text: `${side(one.title)}: ${side(one.text)}`,
              ...(one.trigger.kind === 'condition' ? { when: condition(one.trigger.when) } : {}),
            })),
          ]
            .toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity))
            .map(one => (
              <li key={`${one.at} ${one.text}`}>
                <span className="num">
                  {one.at === undefined ? t('review.author.hand') : simClock(one.at, false)}
                </span>{' '}
                {one.text}
                {one.when ? (
                  <span className="muted"> {t('review.author.when', { when: one.when })}</span>
                ) : null}
              </li>
            ))}
        </ul>
      </Panel>
      <Panel title={t('review.author.best')}>
        <ul className="rv-author-list">
          {preview.bestPlay.map(one => (
            <li key={`${one.at} ${one.action} ${JSON.stringify(one.parameters)}`}>
              <span className="num">{simClock(one.at, false)}</span> {side(one.title)}{' '}
              <span className="muted">{Object.values(one.parameters).join(', ')}</span>
            </li>
          ))}
        </ul>
      </Panel>
      {children}
      <Panel title={t('review.author.actions')} flush>
        <DataTable
          items={preview.actions}
          rowKey={one => one.action}
          label={t('review.author.actions')}
          columns={[
            { id: 'action', head: t('review.author.action'), cell: one => side(one.title) },
            { id: 'effort', head: t('review.author.effort'), number: true, cell: one => one.effort },
            { id: 'delay', head: t('review.author.delay'), number: true, cell: one => one.delay.join('–') },
            {
              id: 'cost',
              head: t('review.author.cost'),
              wide: true,
              cell: one =>
                `${side(one.cost)}${one.approval === 'boss' ? ` (${t('review.author.approval')})` : ''}`,
            },
          ]}
        />
      </Panel>
    </>
  );
}

const rowHeight = 20;

/** One row a step: a bar while it lasts, a mark where its lines begin in each source. */
function Timeline({ preview: { steps, start, end, injects } }: { preview: PreviewView }) {
  const { t, side } = useI18n();
  const height = 24 + rowHeight * steps.length + 18;
  return (
    <Picture label={t('review.author.picture', { n: steps.length })} height={height}>
      {width => {
        const x = scale(start, end, 8, width - 8);
        return (
          <>
            {timeMarks(start, end, Math.max(2, Math.floor(width / 110)), organisationOffset).map(mark => (
              <g key={mark}>
                <line className="rv-grid" x1={x(mark)} x2={x(mark)} y1={14} y2={height - 18} />
                <text className="rv-tick" x={x(mark)} y={height - 4} textAnchor="middle">
                  {simClock(mark, false)}
                </text>
              </g>
            ))}
            {injects.map(one =>
              one.at === undefined ? null : (
                <text key={one.inject} className="rv-tick" x={x(one.at)} y={12} textAnchor="middle">
                  ▼
                </text>
              ),
            )}
            {steps.map((step, row) => {
              const from = x(step.at);
              const wide = Math.max(5, x(step.end) - from);
              const y = 18 + row * rowHeight;
              const before = from > width * 0.6;
              return (
                <g key={`${step.step} ${step.at}`}>
                  <rect
                    className={`rv-step-bar ${step.outcome}`}
                    x={from}
                    y={y}
                    width={wide}
                    height={14}
                    rx={2}
                  />
                  <text
                    className="rv-step-name"
                    x={before ? from - 5 : from + wide + 5}
                    y={y + 11}
                    textAnchor={before ? 'end' : 'start'}
                  >
                    {side(step.title)}
                  </text>
                </g>
              );
            })}
          </>
        );
      }}
    </Picture>
  );
}

function Lines({ evidence }: { evidence: Evidence }) {
  const { t, side } = useI18n();
  const sources = useQuery(drillQueries.sources()).data?.items ?? [];
  if (evidence.length === 0) return <p className="muted">{t('review.author.nothing')}</p>;
  return evidence.map(({ source, lines, first, codes, examples }) => {
    const known = sources.find(one => one.id === source);
    return (
      <div key={source} className="rv-author-lines">
        <p>
          <span className="num">{simClock(first, false)}</span>{' '}
          <strong>{known ? side(known.title) : source}</strong>{' '}
          <span className="muted">
            {t('review.author.lines', { n: lines })} {codes.join(' ')}
          </span>
        </p>
        {examples.map(text => (
          <pre key={text}>{visibleBlock(text)}</pre>
        ))}
      </div>
    );
  });
}
