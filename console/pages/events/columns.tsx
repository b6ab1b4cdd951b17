// Which fields the table shows.
import { ActionIcon, Checkbox, Popover, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { type EventFieldName, eventFields } from '#model/event/fields.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Icon } from '../../parts/icon.tsx';
import { defaultColumns } from './view.ts';

export function ColumnChooser({
  columns,
  onChange,
}: {
  columns: readonly EventFieldName[];
  onChange: (columns: readonly EventFieldName[]) => void;
}) {
  const { t, language } = useI18n();
  const [filter, setFilter] = useState('');
  const wanted = filter.toLowerCase();
  const offered = eventFields.filter(
    field =>
      field.type !== 'labels' &&
      (field.name.toLowerCase().includes(wanted) || field[language].toLowerCase().includes(wanted)),
  );
  return (
    <Popover position="bottom-end" width={320} trapFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('events.columns')}>
          <ActionIcon aria-label={t('events.columns')}>
            <Icon name="columns" />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          aria-label={t('filter')}
          placeholder={t('filter')}
          value={filter}
          onChange={event => setFilter(event.currentTarget.value)}
        />
        <div className="column-list">
          {offered.map(field => (
            <Checkbox
              key={field.name}
              size="xs"
              label={<code>{field.name}</code>}
              description={field[language]}
              checked={columns.includes(field.name)}
              onChange={event =>
                onChange(
                  event.currentTarget.checked
                    ? [...columns, field.name]
                    : columns.filter(name => name !== field.name),
                )
              }
            />
          ))}
        </div>
        <button type="button" className="link-button" onClick={() => onChange(defaultColumns)}>
          {t('events.columns.default')}
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
