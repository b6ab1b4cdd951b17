// A host, account, address or file wherever the desk names one: a click offers what one does with it next.
import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type EntityType, verdicts } from '#model/drill/case.ts';
import { withCondition } from '#model/search/format.ts';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { copyText } from '../../../../lib/clipboard.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { useHere } from '../context.tsx';
import { useDeskChange } from '../data.ts';
import { useActionTitle } from './names.ts';

const fieldOf: Partial<Record<EntityType, string>> = { host: 'host', account: 'user', ip: 'ip' };
/** Actions one usually takes on such a thing, with the field of their form. */
const actionsOn: Partial<Record<EntityType, readonly (readonly [action: string, field: string])[]>> = {
  host: [
    ['isolate-host', 'host'],
    ['collect-logs', 'host'],
    ['take-memory', 'host'],
    ['take-image', 'host'],
    ['scan-host', 'host'],
  ],
  account: [
    ['ask-user', 'account'],
    ['reset-password', 'account'],
    ['disable-account', 'account'],
  ],
  domain: [['block-name', 'name']],
  ip: [['block-address', 'address']],
  url: [['block-url', 'url']],
  email: [['block-sender', 'sender']],
};

/** The search that finds a thing. */
export const searchFor = (type: EntityType, value: string): string =>
  withCondition('', fieldOf[type] ?? 'text', value);

export function Thing({
  type,
  value,
  evidence = [],
  label,
}: {
  type: EntityType;
  value: string;
  /** Items of the case that show it. */
  evidence?: readonly string[];
  label?: string;
}) {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const navigate = useNavigate();
  const go = (view: string, search: Record<string, string>) =>
    void navigate({ to: `/drill/desk/${team}/${view}`, search: search as never });
  const put = useDeskChange<string>(
    verdict => [
      'POST',
      'case/entities',
      { fields: { type, value, verdict, note: '', evidence: [...evidence] } },
    ],
    ['case', 'hosts', 'accounts'],
    { done: 'desk.case.added' },
  );
  const shown = visibleText(label ?? value);
  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <button
          type="button"
          className={`thing thing-${type}`}
          title={`${t(`desk.type.${type}`)}: ${visibleText(value).slice(0, 500)}`}
        >
          <bdi>{shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}</bdi>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {t(`desk.type.${type}`)}: <bdi className="hostile">{visibleText(value).slice(0, 120)}</bdi>
        </Menu.Label>
        <Menu.Item
          leftSection={<Icon name="search" />}
          onClick={() => go('logs', { q: searchFor(type, value) })}
        >
          {t('desk.thing.search')}
        </Menu.Item>
        {type === 'host' ? (
          <Menu.Item leftSection={<Icon name="right" />} onClick={() => go('hosts', { host: value })}>
            {t('desk.thing.host')}
          </Menu.Item>
        ) : null}
        {type === 'account' ? (
          <Menu.Item
            leftSection={<Icon name="right" />}
            onClick={() => go('hosts', { tab: 'accounts', account: value })}
          >
            {t('desk.thing.account')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<Icon name="copy" />} onClick={() => void copyText(value)}>
          {t('copy')}
        </Menu.Item>
        {desk.canWrite ? (
          <>
            <Menu.Divider />
            <Menu.Label>{t('desk.thing.case')}</Menu.Label>
            {verdicts.map(verdict => (
              <Menu.Item
                key={verdict}
                leftSection={<i className={`verdict-dot is-${verdict}`} />}
                onClick={() => put.mutate(verdict)}
              >
                {t(`desk.verdict.${verdict}`)}
              </Menu.Item>
            ))}
            {actionsOn[type] ? (
              <>
                <Menu.Divider />
                <Menu.Label>{t('desk.thing.act')}</Menu.Label>
                {actionsOn[type].map(([action, field]) => (
                  <ActItem
                    key={action}
                    action={action}
                    onClick={() => go('actions', { action, [field]: value })}
                  />
                ))}
              </>
            ) : null}
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function ActItem({ action, onClick }: { action: string; onClick: () => void }) {
  const title = useActionTitle();
  return <Menu.Item onClick={onClick}>{title(action)}</Menu.Item>;
}
