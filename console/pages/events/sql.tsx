// Read-only SQL for analysts: bounded by the server in time, rows and memory.
import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { send } from '../../api/client.ts';
import type { QueryAnswer } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { csvOf, saveFile } from '../../lib/csv.ts';
import { useChange } from '../../lib/hooks.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/page.tsx';
import { Empty, Failure } from '../../parts/states.tsx';

const example =
  'SELECT `hinomi.class` AS class, count() AS events, uniq(`source.ip`) AS sources\nFROM events\nGROUP BY class\nORDER BY events DESC\nLIMIT 20';

export function SqlTab({ sql, onSql }: { sql: string; onSql: (sql: string) => void }) {
  const { t, number, duration, bytes } = useI18n();
  const [text, setText] = useState(sql || example);
  useEffect(() => {
    if (sql) setText(sql);
  }, [sql]);
  const run = useChange(() => send<QueryAnswer>('POST', '/query', { sql: text }), { quiet: true });
  const start = () => {
    onSql(text);
    run.mutate();
  };
  const answer = run.data;
  return (
    <div className="stack">
      <Textarea
        label={t('sql.label')}
        description={t('sql.help')}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start();
        }}
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
      <div className="row">
        <Button onClick={start} loading={run.isPending}>
          {t('sql.run')} <kbd className="on-button">Ctrl ↵</kbd>
        </Button>
        {answer ? (
          <>
            <Button
              variant="default"
              leftSection={<Icon name="download" />}
              onClick={() => saveFile('hinomi-query.csv', 'text/csv', csvOf(answer))}
            >
              CSV
            </Button>
            <span className="muted" role="status">
              {t('sql.took', {
                rows: answer.rows.length,
                time: duration(answer.statistics.seconds * 1000),
                read: number(answer.statistics.rowsRead),
                bytes: bytes(answer.statistics.bytesRead),
              })}
            </span>
          </>
        ) : null}
      </div>
      {run.error ? <Failure error={run.error} retry={start} /> : null}
      {answer ? (
        <Panel flush>
          {answer.rows.length === 0 ? <Empty title={t('sql.empty')} /> : <Answer answer={answer} />}
        </Panel>
      ) : null}
    </div>
  );
}

function Answer({ answer }: { answer: QueryAnswer }) {
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-box sql-result" tabIndex={0} aria-label={t('sql.result')}>
      <table className="plain-table">
        <thead>
          <tr>
            {answer.columns.map(column => (
              <th
                key={column.name}
                scope="col"
                title={column.type}
                className={/Int|Float|Decimal/.test(column.type) ? 'num' : ''}
              >
                {visibleText(column.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.slice(0, 1_000).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a finished answer have no identity
            <tr key={index}>
              {row.map((value, at) => (
                <td
                  key={answer.columns[at]?.name}
                  className={/Int|Float|Decimal/.test(answer.columns[at]?.type ?? '') ? 'num' : ''}
                >
                  {visibleText(typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(
                    0,
                    500,
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
