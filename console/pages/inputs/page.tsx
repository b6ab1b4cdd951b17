// Inputs: drop files here; see what was read, what was skipped and why.
import { Button, Progress, Select } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Input } from '#model/record/input.ts';
import { type ApiError, upload } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { describeError } from '../../lib/errors.ts';
import { fileName } from '../../lib/file-name.ts';
import { useRights } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { Hostile } from '../../parts/hostile.tsx';
import { Icon } from '../../parts/icon.tsx';
import { To } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, PagedTable } from '../../parts/table.tsx';
import { InputStatusTag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

const defaults = { format: 'auto' };

interface Sending {
  key: number;
  name: string;
  size: number;
  share: number;
  error?: ApiError;
}

export function Page() {
  const i18n = useI18n();
  const { t, compact, bytes } = i18n;
  const may = useRights();
  const list = useInfiniteQuery({
    ...queries.inputs(),
    // The stream tells of progress; this catches what it missed while files are being read.
    refetchInterval: query =>
      query.state.data?.pages.some(page =>
        page.items.some(item => item.status === 'reading' || item.status === 'waiting'),
      )
        ? 2_000
        : false,
  });
  const columns: Column<Input>[] = [
    {
      id: 'file',
      head: t('input.file'),
      wide: true,
      cell: item => (
        <To to={`/inputs/${item.id}`}>
          <Hostile value={fileName(item.file)} max={80} />
        </To>
      ),
    },
    { id: 'format', head: t('input.format'), cell: item => item.format || '–' },
    {
      id: 'status',
      head: t('status'),
      cell: item =>
        item.status === 'reading' && item.bytes > 0 ? (
          <span className="row tight">
            <InputStatusTag status={item.status} />
            <Progress
              value={(item.bytesRead / item.bytes) * 100}
              w={70}
              aria-label={t('input.progress', { name: item.file })}
            />
          </span>
        ) : (
          <InputStatusTag status={item.status} />
        ),
    },
    { id: 'bytes', head: t('input.size'), number: true, cell: item => bytes(item.bytes), desk: true },
    { id: 'records', head: t('input.records'), number: true, cell: item => compact(item.records) },
    { id: 'events', head: t('total.events'), number: true, cell: item => compact(item.events) },
    {
      id: 'skipped',
      head: t('input.skipped'),
      number: true,
      cell: item => (item.skippedCount > 0 ? <b>{compact(item.skippedCount)}</b> : '0'),
    },
    { id: 'findings', head: t('findings'), number: true, cell: item => item.findings.length },
    { id: 'by', head: t('by'), cell: item => item.by, desk: true },
    { id: 'created', head: t('created'), cell: item => <Time at={item.created} as="relative" /> },
  ];
  return (
    <>
      <PageHead title={t('nav.inputs')} lead={t('inputs.lead')} />
      {may('ingest') ? <Drop /> : null}
      <Panel title={t('inputs.list')} flush>
        <PagedTable
          query={list}
          columns={columns}
          rowKey={item => item.id}
          label={t('inputs.list')}
          empty={
            <Empty title={t('inputs.empty')} command="./hinomi ingest pcap capture.pcap --json">
              {t('inputs.empty.text')}
            </Empty>
          }
        />
      </Panel>
    </>
  );
}

function Drop() {
  const i18n = useI18n();
  const { t, bytes, percent } = i18n;
  const client = useQueryClient();
  const [view, setView] = useView(defaults);
  const formats = useQuery(queries.formats());
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const open = useRef<() => void>(null);
  const next = useRef(0);

  const change = (key: number, patch: Partial<Sending>) =>
    setSending(known => known.map(one => (one.key === key ? { ...one, ...patch } : one)));

  // One after the other: the server reads each as it comes, and the order of a set of logs is kept.
  const take = async (files: readonly File[]) => {
    const jobs = files.map(file => ({ file, key: next.current++ }));
    setSending(known => [
      ...known,
      ...jobs.map(({ file, key }) => ({ key, name: file.name, size: file.size, share: 0 })),
    ]);
    for (const { file, key } of jobs)
      try {
        await upload<Input>('/inputs', { name: file.name, format: view.format }, file, share =>
          change(key, { share }),
        );
        setSending(known => known.filter(one => one.key !== key));
      } catch (error) {
        change(key, { error: error as ApiError });
      } finally {
        void client.invalidateQueries({ queryKey: ['inputs'] });
      }
  };

  return (
    <Panel className="drop-panel">
      <Dropzone
        onDrop={files => void take(files)}
        openRef={open}
        activateOnClick={false}
        className="drop"
        aria-label={t('inputs.add')}
      >
        <div className="drop-inner">
          <Icon name="inputs" size={26} />
          <div className="grow">
            <p className="strong">{t('inputs.drop')}</p>
            <p className="muted">{t('inputs.drop.text')}</p>
          </div>
          <Select
            aria-label={t('input.format')}
            value={view.format}
            onChange={format => setView({ format: format ?? 'auto' }, true)}
            data={[
              { value: 'auto', label: t('inputs.auto') },
              ...(formats.data?.items ?? []).map(format => ({
                value: format.id,
                label: format.title[i18n.language],
              })),
            ]}
            w={200}
            className="pointer-events"
          />
          <Button className="pointer-events" onClick={() => open.current?.()}>
            {t('inputs.choose')}
          </Button>
        </div>
      </Dropzone>
      {sending.length > 0 ? (
        <ul className="sending">
          {sending.map(one => (
            <li key={one.key}>
              <span className="row">
                <span className="grow">
                  <Hostile value={one.name} max={80} /> <span className="muted">{bytes(one.size)}</span>
                </span>
                {one.error ? (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => setSending(known => known.filter(other => other.key !== one.key))}
                  >
                    {t('dismiss')}
                  </button>
                ) : (
                  percent(one.share)
                )}
              </span>
              {one.error ? (
                <p className="sending-error" role="alert">
                  {describeError(i18n, one.error).title} {describeError(i18n, one.error).remedy}
                </p>
              ) : (
                <Progress
                  value={one.share * 100}
                  size="sm"
                  aria-label={t('input.progress', { name: one.name })}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}
