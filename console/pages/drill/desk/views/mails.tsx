// Mail the servers have taken in: found by address or subject, read as text, taken away as a file.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { CodeBlock, visibleBlock } from '../../../../parts/hostile.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { PagedTable } from '../../../../parts/table.tsx';
import { simStamp } from '../../shared/clock.ts';
import { useHere } from '../context.tsx';
import { deskQueries, type MailLine } from '../data.ts';
import { kindOf } from '../logs/finds.ts';
import { Thing } from '../parts/thing.tsx';
import { decodedHeader } from './encoded.ts';

export function Mails({
  q,
  chosen,
  onChoose,
}: {
  q: string;
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useI18n();
  const { team } = useHere();
  const query = useInfiniteQuery(deskQueries.mails(team, q));
  return (
    <PagedTable
      query={query}
      empty={<Empty title={t('desk.mails.none')}>{t('desk.mails.none.text')}</Empty>}
      rowKey={one => one.id}
      rowClass={one => (one.id === chosen ? 'open' : '')}
      label={t('desk.hosts.mails')}
      columns={[
        {
          id: 'at',
          head: t('time'),
          cell: one => (
            <button type="button" className="link-button num" onClick={() => onChoose(one.id)}>
              {simStamp(one.at).slice(5)}
            </button>
          ),
        },
        { id: 'from', head: t('desk.mails.from'), cell: one => <bdi>{visibleText(one.from)}</bdi> },
        ...(chosen
          ? []
          : [
              {
                id: 'to',
                head: t('desk.mails.to'),
                cell: (one: MailLine) => <bdi>{visibleText(one.to).slice(0, 60)}</bdi>,
                desk: true,
              },
            ]),
        {
          id: 'subject',
          head: t('desk.messages.subject'),
          wide: true,
          cell: one => (
            <>
              {one.attachments > 0 ? <Icon name="file" size={13} /> : null}{' '}
              <bdi>{visibleText(one.subject).slice(0, 120)}</bdi>
            </>
          ),
        },
        { id: 'status', head: t('status'), cell: one => t(`desk.mail.${one.status}`) },
      ]}
    />
  );
}

export function MailPane({ id }: { id: string }) {
  const { t, bytes } = useI18n();
  const { team } = useHere();
  const query = useQuery(deskQueries.mail(team, id));
  return (
    <Loaded query={query} lines={10}>
      {mail => {
        const header = (name: string) =>
          decodedHeader(mail.headers.find(one => one.name.toLowerCase() === name)?.value ?? '');
        const sender = /<([^>]+)>/.exec(header('from'))?.[1] ?? header('from');
        return (
          <Panel
            title={visibleText(header('subject')) || t('desk.mails.noSubject')}
            aside={
              <Button
                component="a"
                href={mail.eml}
                download
                variant="default"
                leftSection={<Icon name="download" size={14} />}
              >
                .eml
              </Button>
            }
          >
            <div className="stack">
              <p className="row">
                <time className="num">{simStamp(mail.at)}</time>
                <span>{t(`desk.mail.${mail.status}`)}</span>
                <span className="muted">{bytes(mail.bytes)}</span>
                {sender ? (
                  <Thing type={kindOf(sender) === 'email' ? 'email' : 'user-agent'} value={sender} />
                ) : null}
              </p>
              <p className="said-text">{visibleBlock(mail.body)}</p>
              {mail.attachments.length > 0 ? (
                <section>
                  <h3>{t('desk.mails.attachments')}</h3>
                  <ul className="stack tight">
                    {mail.attachments.map(one => (
                      <li key={one.sha256 + one.name} className="things">
                        <Thing type="path" value={one.name} />
                        <span className="muted">
                          {visibleText(one.mime)} {bytes(one.bytes)}
                        </span>
                        <Thing type="sha256" value={one.sha256} label={`${one.sha256.slice(0, 16)}…`} />
                      </li>
                    ))}
                  </ul>
                </section>
              ) : null}
              <details>
                <summary>{t('desk.mails.headers')}</summary>
                <CodeBlock
                  text={mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
                  label={t('desk.mails.headers')}
                  wrap
                />
              </details>
            </div>
          </Panel>
        );
      }}
    </Loaded>
  );
}
