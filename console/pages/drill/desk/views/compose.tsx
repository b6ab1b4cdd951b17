// Writing to, or calling, somebody of the story; with a promise if one makes one.
import { Button, Checkbox, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { useHere } from '../context.tsx';
import { type Message, useDeskChange } from '../data.ts';

export function Compose({
  role,
  person,
  channels,
  answers,
}: {
  role: Message['role'];
  person: string;
  channels: readonly Message['channel'][];
  answers: string | undefined;
}) {
  const { t } = useI18n();
  const { desk } = useHere();
  const open = channels.filter(one => one !== 'alert');
  const [channel, setChannel] = useState(open[0] ?? 'chat');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [promised, setPromised] = useState(false);
  const [promise, setPromise] = useState('');
  const [minutes, setMinutes] = useState<number | string>(60);
  const send = useDeskChange(
    () => [
      'POST',
      'messages',
      {
        to: { role, person },
        channel,
        text,
        ...(channel === 'mail' ? { subject } : {}),
        ...(answers ? { answers } : {}),
        ...(promised && promise.trim()
          ? { promise: { text: promise, dueMinutes: Number(minutes) || 60 } }
          : {}),
      },
    ],
    ['messages'],
    {
      after: () => {
        setText('');
        setSubject('');
        setPromised(false);
        setPromise('');
      },
    },
  );
  const running = desk.clock.state === 'running';
  return (
    <form
      className="form compose"
      onSubmit={event => {
        event.preventDefault();
        if (text.trim()) send.mutate();
      }}
    >
      {open.length > 1 ? (
        <SegmentedControl
          size="xs"
          aria-label={t('desk.messages.channel')}
          value={channel}
          onChange={next => setChannel(next as typeof channel)}
          data={open.map(value => ({ value, label: t(`desk.channel.${value}`) }))}
        />
      ) : null}
      {channel === 'mail' ? (
        <TextInput
          label={t('desk.messages.subject')}
          value={subject}
          maxLength={300}
          onChange={event => setSubject(event.currentTarget.value)}
        />
      ) : null}
      <Textarea
        label={t(channel === 'phone' ? 'desk.messages.say' : 'desk.messages.text')}
        description={t('desk.messages.sendKey')}
        value={text}
        rows={4}
        maxLength={20_000}
        required
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      <Checkbox
        label={t('desk.messages.promise')}
        checked={promised}
        onChange={event => setPromised(event.currentTarget.checked)}
      />
      {promised ? (
        <div className="form-row">
          <TextInput
            label={t('desk.messages.promise.what')}
            value={promise}
            maxLength={1_000}
            required
            onChange={event => setPromise(event.currentTarget.value)}
          />
          <NumberInput
            label={t('desk.messages.promise.minutes')}
            value={minutes}
            min={1}
            max={1_440}
            onChange={setMinutes}
          />
        </div>
      ) : null}
      <div className="form-actions">
        {running ? null : <p className="muted grow">{t('desk.clockStopped')}</p>}
        <Button type="submit" loading={send.isPending} disabled={!running}>
          {t(channel === 'phone' ? 'desk.messages.call' : 'desk.messages.send')}
        </Button>
      </div>
    </form>
  );
}
