// A menu of searches that were kept: choose one, remove one, keep what is asked now under a name.
import { ActionIcon, Button, Menu, Modal, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../i18n/context.tsx';
import { Icon } from './icon.tsx';

interface Kept {
  id: string;
  name: string;
}

export function KeptMenu<Item extends Kept>({
  items,
  texts,
  note,
  asked,
  mayKeep,
  keeping,
  onChoose,
  onRemove,
  onKeep,
  children,
}: {
  items: readonly Item[];
  /** What the menu is called, what it says without items, and the command that keeps a search. */
  texts: { title: string; none: string; keep: string };
  /** What an item looks for. */
  note: (item: Item) => string;
  /** What is asked now. */
  asked: string;
  mayKeep: boolean;
  /** Keeping is under way. */
  keeping: boolean;
  onChoose: (item: Item) => void;
  onRemove: (id: string) => void;
  /** Calls back when it is kept. */
  onKeep: (name: string, kept: () => void) => void;
  /** Further fields of the form. */
  children?: ReactNode;
}) {
  const { t } = useI18n();
  const [open, state] = useDisclosure(false);
  const [name, setName] = useState('');
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Tooltip label={texts.title}>
            <ActionIcon aria-label={texts.title}>
              <Icon name="star" />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{items.length > 0 ? texts.title : texts.none}</Menu.Label>
          {items.map(item => (
            <Menu.Item
              key={item.id}
              onClick={() => onChoose(item)}
              rightSection={
                mayKeep ? (
                  <ActionIcon
                    component="span"
                    size="xs"
                    role="button"
                    aria-label={t('remove.named', { name: item.name })}
                    onClick={event => {
                      event.stopPropagation();
                      onRemove(item.id);
                    }}
                  >
                    <Icon name="trash" size={13} />
                  </ActionIcon>
                ) : null
              }
            >
              {visibleText(item.name)}
              <span className="menu-note">{visibleText(note(item)) || t('events.everything')}</span>
            </Menu.Item>
          ))}
          {mayKeep ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Icon name="plus" />} onClick={state.open}>
                {texts.keep}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={open}
        onClose={state.close}
        title={texts.keep}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault();
            onKeep(name, state.close);
          }}
        >
          <TextInput
            label={t('name')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            maxLength={100}
            required
            data-autofocus
          />
          {children}
          <code className="muted">{visibleText(asked) || t('events.everything')}</code>
          <div className="form-actions">
            <Button type="submit" loading={keeping}>
              {t('save')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
