// The incident report: parts edited together, saved while one writes, handed in once.
import { Button, Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReportPart } from '#model/drill/programme.ts';
import { ApiError, apiUrl } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { describeError } from '../../../../lib/errors.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock, simStamp } from '../../shared/clock.ts';
import { useHere } from '../context.tsx';
import { deskPath, deskQueries, type Report, useDeskChange } from '../data.ts';
import { asText, asValue, fromCase, sameValue, tooMuch, withLines } from './report-draft.ts';

/** A pause in writing after which a part is saved, ms. */
const pause = 1_200;

export function View() {
  const { t, side, language } = useI18n();
  const { team, desk } = useHere();
  const query = useQuery(deskQueries.report(team));
  const submit = useDeskChange<void, Report>(() => ['POST', 'report/submit'], ['report'], {
    done: 'desk.report.submitted',
  });
  return (
    <Loaded query={query} lines={14}>
      {report => {
        const missing = report.parts.filter(part => report.missing.includes(part.id));
        return (
          <div className="report-desk">
            <Panel title={side(report.title)} aside={<ReportState report={report} />} className="report-head">
              <nav aria-label={t('desk.report.parts')}>
                <ol className="report-parts">
                  {report.parts.map(part => (
                    <li key={part.id} className={report.missing.includes(part.id) ? 'missing' : 'filled'}>
                      <a href={`#part-${part.id}`} className="link">
                        {side(part.title)}
                      </a>
                      {report.missing.includes(part.id) ? (
                        <span className="muted">{t('desk.report.required')}</span>
                      ) : report.values[part.id] ? (
                        <Icon name="check" size={14} />
                      ) : null}
                    </li>
                  ))}
                </ol>
              </nav>
              <div className="row report-tools">
                <Button
                  component="a"
                  variant="default"
                  download
                  href={apiUrl(deskPath(team, 'report/export'), { language })}
                  leftSection={<Icon name="download" size={14} />}
                >
                  {t('desk.report.export')}
                </Button>
                {desk.canWrite && report.state !== 'submitted' ? (
                  missing.length > 0 ? (
                    <p className="muted">{t('desk.report.missing', { n: missing.length })}</p>
                  ) : (
                    <Confirm
                      label={t('desk.report.submit')}
                      text={t('desk.report.submit.text')}
                      onConfirm={() => submit.mutate()}
                      loading={submit.isPending}
                      calm
                    />
                  )
                ) : null}
              </div>
            </Panel>
            <div className="stack">
              {report.parts.map(part => (
                <Part key={part.id} part={part} report={report} />
              ))}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}

function ReportState({ report }: { report: Report }) {
  const { t } = useI18n();
  return report.state === 'submitted' ? (
    <Tag tone="ok">
      {t('desk.report.handedIn', {
        time: report.submittedAt === undefined ? '' : simStamp(report.submittedAt, false),
      })}
    </Tag>
  ) : (
    <Tag tone="info">{t(report.state === 'draft' ? 'desk.report.draft' : 'desk.report.empty')}</Tag>
  );
}

function Part({ part, report }: { part: ReportPart; report: Report }) {
  const i18n = useI18n();
  const { t, side } = i18n;
  const { team, desk } = useHere();
  const client = useQueryClient();
  const known = report.values[part.id];
  const saved = asText(known?.value);
  const [text, setText] = useState(saved);
  /** Revision the text was written on. */
  const [base, setBase] = useState(known?.revision ?? 0);
  const revision = known?.revision ?? 0;
  const dirty = !sameValue(part, text, saved);
  const may = desk.canWrite && report.state !== 'submitted';
  const items = useQuery(deskQueries.case(team)).data;
  const offered = items && may ? fromCase(part.kind, items) : [];
  const put = useDeskChange<{ text: string; revision: number }, Report>(
    one => [
      'PUT',
      `report/${encodeURIComponent(part.id)}`,
      { value: asValue(part, one.text), revision: one.revision },
    ],
    ['report'],
    {
      quiet: true,
      after: next => {
        client.setQueryData(deskQueries.report(team).queryKey, next);
        setBase(next.values[part.id]?.revision ?? 0);
      },
    },
  );
  // What a colleague wrote is taken over while one has written nothing oneself.
  const last = useRef(saved);
  useEffect(() => {
    if (revision === base) return;
    if (sameValue(part, text, last.current) || sameValue(part, text, saved)) {
      setText(saved);
      setBase(revision);
    }
  }, [revision, base, part, text, saved]);
  useEffect(() => {
    if (revision === base) last.current = saved;
  }, [revision, base, saved]);

  const conflict = dirty && revision > base && !put.isPending;
  const long = tooMuch(part, text);
  const { mutate, isPending, error } = put;
  useEffect(() => {
    if (!may || !dirty || conflict || long || isPending || error) return;
    const timer = setTimeout(() => mutate({ text, revision: base }), pause);
    return () => clearTimeout(timer);
  }, [may, dirty, conflict, long, isPending, error, mutate, text, base]);
  const write = (next: string) => {
    put.reset();
    setText(next);
  };
  const value = asValue(part, text);
  const failed =
    error && !(error instanceof ApiError && error.code === 'DRILL_REPORT_CHANGED') ? error : undefined;
  const common = {
    'aria-label': side(part.title),
    description: side(part.help),
    ...(long ? { error: t('desk.report.long', { n: part.limit }) } : {}),
  };
  return (
    <section className="panel report-part" id={`part-${part.id}`}>
      <div className="panel-head">
        <h2>
          {side(part.title)}{' '}
          {part.required ? <span className="required">{t('desk.report.required')}</span> : null}
        </h2>
        <div className="panel-aside" role="status">
          {conflict
            ? null
            : isPending
              ? t('desk.report.saving')
              : dirty
                ? t('desk.report.unsaved')
                : known
                  ? t('desk.report.saved', { who: known.label, time: simClock(known.at, false) })
                  : null}
        </div>
      </div>
      <div className="panel-body stack tight">
        {conflict && known ? (
          <div className="conflict" role="alert">
            <p>
              <Icon name="warn" size={15} /> {t('desk.case.conflict', { who: known.label })}
            </p>
            <p className="said-text theirs">{saved || '–'}</p>
            <p className="row">
              <Button
                variant="default"
                onClick={() => {
                  setText(saved);
                  setBase(revision);
                }}
              >
                {t('desk.case.takeTheirs')}
              </Button>
              <Button variant="default" onClick={() => mutate({ text, revision })}>
                {t('desk.report.overwrite')}
              </Button>
            </p>
          </div>
        ) : null}
        {failed ? (
          <p className="sending-error" role="alert">
            {describeError(i18n, failed).title} {describeError(i18n, failed).remedy}{' '}
            <button type="button" className="link-button" onClick={() => mutate({ text, revision: base })}>
              {t('retry')}
            </button>
          </p>
        ) : null}
        {part.kind === 'choice' ? (
          <Select
            {...common}
            value={text || null}
            disabled={!may}
            placeholder={t('desk.report.choose')}
            data={(part.options ?? []).map(one => ({ value: one.id, label: side(one.title) }))}
            onChange={next => write(next ?? '')}
            w={280}
          />
        ) : (
          <Textarea
            {...common}
            value={text}
            readOnly={!may}
            autosize
            minRows={part.kind === 'text' ? 3 : 2}
            maxRows={24}
            spellCheck={part.kind === 'text'}
            onChange={event => write(event.currentTarget.value)}
            onBlur={() => {
              if (may && dirty && !conflict && !long && !isPending) mutate({ text, revision: base });
            }}
          />
        )}
        <p className="row">
          {offered.length > 0 ? (
            <button type="button" className="link-button" onClick={() => write(withLines(text, offered))}>
              <Icon name="plus" size={13} /> {t('desk.report.fromCase', { n: offered.length })}
            </button>
          ) : null}
          <span className="grow" />
          {part.kind === 'choice' ? null : (
            <span className="muted num">
              {value.length} / {part.limit}
            </span>
          )}
        </p>
      </div>
    </section>
  );
}
