// One input: what came of it, what was skipped and why.
import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Input } from '#model/record/input.ts';
import { toolName } from '#model/vocab/names.ts';
import { trafficClasses } from '#model/vocab/traffic-class.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { fileName } from '../../lib/file-name.ts';
import { addTerm } from '../../lib/search-text.ts';
import { Hostile } from '../../parts/hostile.tsx';
import { To } from '../../parts/link.tsx';
import { Facts, PageHead, Panel, Stat } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { ClassTag, InputStatusTag, Severity } from '../../parts/tags.tsx';
import { Span, Time } from '../../parts/time.tsx';

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery({
    ...queries.input(id),
    refetchInterval: current =>
      current.state.data?.status === 'reading' || current.state.data?.status === 'waiting' ? 1_500 : false,
  });
  return (
    <Loaded query={query} lines={10}>
      {input => <Body input={input} />}
    </Loaded>
  );
}

function Body({ input }: { input: Input }) {
  const { t, compact, bytes, number, duration } = useI18n();
  const navigate = useNavigate();
  const scope = { q: addTerm('', 'hinomi.input', input.id), last: 'all' };
  return (
    <>
      <PageHead
        back={{ to: '/inputs', label: t('nav.inputs') }}
        title={<Hostile value={fileName(input.file)} max={120} />}
        plain={fileName(input.file)}
        lead={
          <span className="row">
            <InputStatusTag status={input.status} />
            {input.format}
            <Time at={input.created} as="stamp" />
          </span>
        }
        actions={
          <Button
            onClick={() => void navigate({ to: '/events', search: scope as never })}
            disabled={input.events === 0}
          >
            {t('input.showEvents')}
          </Button>
        }
      />
      {input.status === 'reading' && input.bytes > 0 ? (
        <Progress
          value={(input.bytesRead / input.bytes) * 100}
          mb="sm"
          aria-label={t('input.progress', { name: input.file })}
        />
      ) : null}
      {input.error ? (
        <div className="failure" role="alert">
          <div>
            <p className="failure-title">{t('input.failed')}</p>
            <Hostile value={input.error} max={1000} />
          </div>
        </div>
      ) : null}
      <div className="stats">
        <Stat label={t('input.size')} value={bytes(input.bytes)} />
        <Stat label={t('input.records')} value={number(input.records)} />
        <Stat label={t('total.events')} value={number(input.events)} />
        <Stat label={t('input.skipped')} value={number(input.skippedCount)} />
        <Stat label={t('findings')} value={number(input.findings.length)} />
      </div>
      <div className="columns two spaced">
        <div className="stack-panels">
          <Panel title={t('input.classes')}>
            <Counts
              counts={input.classes}
              label={name => <ClassTag name={name} />}
              search={name => ({
                ...scope,
                q: addTerm(scope.q, isClass(name) ? 'hinomi.class' : 'event.dataset', name),
              })}
            />
          </Panel>
          <Panel title={t('input.fingerprints')}>
            <Counts
              counts={input.fingerprints}
              label={name => <Hostile value={toolName(name)} />}
              search={name => ({ ...scope, q: addTerm(scope.q, 'hinomi.tool.name', name) })}
            />
          </Panel>
          <Panel title={t('findings')}>
            {input.findings.length === 0 ? (
              <Empty title={t('findings.empty')} />
            ) : (
              <ul className="stack tight">
                {input.findings.slice(0, 50).map(id => (
                  <FindingLine key={id} id={id} />
                ))}
              </ul>
            )}
          </Panel>
        </div>
        <div className="stack-panels">
          <Panel title={t('input.about')}>
            <Facts
              items={[
                [t('input.file'), <Hostile key="f" value={input.file} max={300} copy />],
                [t('by'), input.by],
                [t('input.format'), input.format],
                input.events > 0 && [
                  t('input.span'),
                  <Span key="s" start={input.firstEvent} end={input.lastEvent} />,
                ],
                input.finished !== undefined && [t('input.time'), duration(input.finished - input.created)],
              ]}
            />
          </Panel>
          <Panel
            title={t('input.skippedList')}
            flush
            aside={
              input.skippedCount > input.skipped.length
                ? t('input.skipped.first', { n: input.skipped.length, total: compact(input.skippedCount) })
                : undefined
            }
          >
            {input.skipped.length === 0 ? (
              <Empty title={t('input.skipped.none')} />
            ) : (
              <DataTable
                label={t('input.skippedList')}
                items={input.skipped}
                rowKey={item => item.at + item.why}
                columns={[
                  { id: 'at', head: t('input.at'), cell: item => <Hostile value={item.at} /> },
                  {
                    id: 'why',
                    head: t('input.why'),
                    wide: true,
                    cell: item => <Hostile value={item.why} max={300} />,
                  },
                ]}
              />
            )}
          </Panel>
        </div>
      </div>
    </>
  );
}

// Logs are counted by data set instead of traffic class.
const isClass = (name: string): boolean => (trafficClasses as readonly string[]).includes(name);

function Counts({
  counts,
  label,
  search,
}: {
  counts: Record<string, number>;
  label: (name: string) => React.ReactNode;
  search: (name: string) => Record<string, string>;
}) {
  const { t, compact } = useI18n();
  const entries = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (entries.length === 0) return <p className="muted">{t('none')}</p>;
  const most = Math.max(...entries.map(([, n]) => n));
  return (
    <ul>
      {entries.map(([name, n]) => (
        <li key={name}>
          <To to="/events" search={search(name)} className="bars-row">
            <span className="bars-name">{label(name)}</span>
            <span className="bars-track">
              <i style={{ width: `${(n / most) * 100}%` }} />
            </span>
            <span className="bars-value">{compact(n)}</span>
          </To>
        </li>
      ))}
    </ul>
  );
}

function FindingLine({ id }: { id: string }) {
  const { message } = useI18n();
  const query = useQuery(queries.finding(id));
  const finding = query.data?.finding;
  return (
    <li className="severity-line">
      {finding ? <Severity value={finding.severity} brief /> : null}
      <To to={`/findings/${id}`}>{finding ? message(finding.title) : id}</To>
    </li>
  );
}
