// A channel: where to, which alerts, in which language.
import { Button, Modal, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AlertChannel } from '#model/record/alert.ts';
import type { RsitClass } from '#model/vocab/rsit.ts';
import type { Tlp } from '#model/vocab/tlp.ts';
import { send } from '../../api/client.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Failure } from '../../parts/states.tsx';
import { tlpLabels } from '../../parts/tags.tsx';

const classes = {
  'abusive-content': true,
  'malicious-code': true,
  'information-gathering': true,
  'intrusion-attempts': true,
  intrusions: true,
  availability: true,
  'information-content-security': true,
  fraud: true,
  vulnerable: true,
  other: true,
  test: true,
} satisfies Record<RsitClass, true>;
const classNames = Object.keys(classes) as RsitClass[];

export function ChannelForm({
  channel,
  onClose,
}: {
  channel: AlertChannel | undefined;
  onClose: () => void;
}) {
  const { t, language } = useI18n();
  const [draft, setDraft] = useState({
    name: channel?.name ?? '',
    kind: channel?.kind ?? ('mail' as AlertChannel['kind']),
    target: channel?.target ?? '',
    language: channel?.language ?? language,
    enabled: channel?.enabled ?? false,
    minSeverity: channel?.minSeverity ?? 60,
    classes: channel?.classes ?? [],
    prefixes: channel?.prefixes ?? [],
    tlp: channel?.tlp ?? ('green' as Tlp),
  });
  const patch = (change: Partial<typeof draft>) => setDraft(known => ({ ...known, ...change }));
  const save = useChange(
    () =>
      channel
        ? send('PATCH', `/alert-channels/${channel.id}`, draft)
        : send('POST', '/alert-channels', draft),
    { refresh: ['channels'], done: 'saved', quiet: true, after: onClose },
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(channel ? 'alerts.editChannel' : 'alerts.addChannel')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          label={t('name')}
          value={draft.name}
          onChange={event => patch({ name: event.currentTarget.value })}
          required
          maxLength={100}
          data-autofocus
        />
        <div className="form-row">
          <Select
            label={t('channel.kind')}
            value={draft.kind}
            onChange={kind => kind && patch({ kind: kind as AlertChannel['kind'] })}
            data={(['mail', 'webhook'] as const).map(kind => ({
              value: kind,
              label: t(`channel.kind.${kind}`),
            }))}
          />
          <TextInput
            label={t(draft.kind === 'mail' ? 'channel.address' : 'channel.url')}
            type={draft.kind === 'mail' ? 'email' : 'url'}
            placeholder={draft.kind === 'mail' ? 'soc@example.jp' : 'https://example.jp/hook'}
            value={draft.target}
            onChange={event => patch({ target: event.currentTarget.value })}
            required
            maxLength={500}
          />
        </div>
        <div className="form-row">
          <Select
            label={t('language')}
            value={draft.language}
            onChange={next => next && patch({ language: next as AlertChannel['language'] })}
            data={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
          />
          <NumberInput
            label={t('channel.minSeverity')}
            value={draft.minSeverity}
            onChange={next => patch({ minSeverity: Number(next) || 0 })}
            min={0}
            max={100}
            step={5}
          />
          <Select
            label={t('channel.tlp')}
            value={draft.tlp}
            onChange={next => next && patch({ tlp: next as Tlp })}
            data={tlpLabels.map(name => ({ value: name, label: `TLP:${name.toUpperCase()}` }))}
          />
        </div>
        <MultiSelect
          label={t('channel.classes')}
          placeholder={draft.classes.length > 0 ? '' : t('any')}
          value={draft.classes}
          onChange={next => patch({ classes: next as RsitClass[] })}
          data={classNames.map(name => ({ value: name, label: t(`rsitClass.${name}`) }))}
          clearButtonProps={{ 'aria-label': t('clear') }}
          clearable
        />
        <Textarea
          label={t('channel.prefixes')}
          description={t('channel.prefixes.help')}
          value={draft.prefixes.join('\n')}
          onChange={event => patch({ prefixes: event.currentTarget.value.split(/\s+/).filter(Boolean) })}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          classNames={{ input: 'mono' }}
        />
        <Switch
          label={t('channel.enabled')}
          checked={draft.enabled}
          onChange={event => patch({ enabled: event.currentTarget.checked })}
        />
        {save.error ? <Failure error={save.error} /> : null}
        <div className="form-actions">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
