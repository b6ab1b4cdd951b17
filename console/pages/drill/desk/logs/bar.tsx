// The query box of the logs: their fields and sources are offered while typing, help stands beside it.
import { ActionIcon, Popover } from '@mantine/core';
import { completeSearch } from '#model/search/complete.ts';
import { evidenceDictionary } from '#model/search/evidence.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { QueryBar } from '../../../../parts/query-bar.tsx';
import { useSources } from '../parts/names.ts';

const examples = [
  'squid',
  '"logon failed"',
  'host:PC-0012',
  'user:taro -code:4624',
  'ip:10.1.0.0/16',
  'source.ip:10.1.2.3 destination.ip:203.0.113.9',
  'object:*.example',
  'code:sysmon*  (rundll32 OR regsvr32)',
  'source:squid NOT object:*.go.jp',
] as const;

export function LogBar(props: { value: string; autoFocus: boolean; onSearch: (query: string) => void }) {
  const { t } = useI18n();
  const { ids } = useSources();
  return (
    <QueryBar
      {...props}
      placeholder={t('desk.logs.placeholder')}
      label={t('desk.logs.query')}
      offersAt={(text, caret) =>
        completeSearch(text, caret, 10, { ...evidenceDictionary, vocabulary: { source: ids } })
      }
      describe={one => t(`desk.field.${one.field}`)}
      help={fill => <Help fill={fill} />}
    />
  );
}

function Help({ fill }: { fill: (example: string) => void }) {
  const { t } = useI18n();
  return (
    <Popover position="bottom-end" width={360} shadow="md">
      <Popover.Target>
        <ActionIcon size="sm" aria-label={t('desk.logs.help')}>
          <b aria-hidden="true">?</b>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <h2>{t('desk.logs.help')}</h2>
        <p className="muted">{t('desk.logs.help.text')}</p>
        <ul className="query-examples">
          {examples.map((example, index) => (
            <li key={example}>
              <button type="button" className="link-button mono" onClick={() => fill(example)}>
                {example}
              </button>
              <span>{t(`desk.logs.help.${index + 1}` as 'desk.logs.help.1')}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
