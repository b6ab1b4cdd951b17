// One message of a team with what was said before, and the answer to it.
import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import { queries } from '../../../../api/queries.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Panel } from '../../../../parts/page.tsx';
import { simClock } from '../../shared/clock.ts';
import { type CellItem, useSpeak } from './cell.ts';

export function Answer({ exercise, item, role }: { exercise: ExerciseView; item: CellItem; role: string }) {
  const { t, side, drillText } = useI18n();
  const session = useQuery(queries.session());
  const [text, setText] = useState('');
  const [promising, setPromising] = useState(false);
  const [promise, setPromise] = useState({ text: '', dueMinutes: 60 });
  const speak = useSpeak(exercise.id, () => setText(''));
  const claim = useChange(
    () =>
      send(
        'POST',
        `/drill/exercises/${exercise.id}/white-cell/${item.team}/${encodeURIComponent(item.id)}/claim`,
      ),
    { refresh: ['drill'] },
  );
  const mine = item.claimedBy !== undefined && item.claimedBy === session.data?.account?.id;
  const other = item.claimedBy !== undefined && !mine;
  const person = item.thread.find(one => one.id === item.id)?.person;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    speak.mutate({
      teams: [item.team],
      as: { role: item.role, ...(person ? { person } : {}) },
      channel: item.channel,
      ...(item.subject ? { subject: `Re: ${item.subject.replace(/^(?:Re: )+/, '')}` } : {}),
      text,
      answers: item.id,
      ...(promising && promise.text.trim() ? { promise } : {}),
    });
  };
  return (
    <Panel
      title={t('class.cell.answer', { team: item.teamName, role })}
      aside={
        item.claimedBy === undefined ? (
          <Button variant="default" loading={claim.isPending} onClick={() => claim.mutate()}>
            {t('class.cell.claim')}
          </Button>
        ) : (
          <span className={other ? 'is-taken' : 'muted'}>
            {t(mine ? 'class.cell.yours' : 'class.cell.others')}
          </span>
        )
      }
    >
      <ol className="cell-talk">
        {item.thread.map(message => (
          <li key={message.id} className={message.direction === 'out' ? 'from-team' : 'from-cell'}>
            <p className="talk-head">
              <strong>
                {message.direction === 'out'
                  ? message.label || item.teamName
                  : message.personName
                    ? side(message.personName)
                    : role}
              </strong>{' '}
              <span className="talk-time num">{simClock(message.at, false)}</span>
            </p>
            {message.subject ? <p className="strong">{message.subject}</p> : null}
            <p className="talk-text">{message.message ? drillText(message.message) : message.text}</p>
          </li>
        ))}
      </ol>
      <form className="form spaced" onSubmit={submit}>
        {item.suggestions.length > 0 ? (
          <fieldset className="suggestions">
            <legend>{t('class.cell.suggestions')}</legend>
            {item.suggestions.map(one => {
              const words = one.text[exercise.language];
              return (
                <button
                  key={one.id}
                  type="button"
                  className="suggestion"
                  lang={exercise.language}
                  onClick={() => {
                    setText(words);
                    if (one.promise !== undefined) {
                      setPromising(true);
                      setPromise({ text: words.slice(0, 200), dueMinutes: one.promise });
                    }
                  }}
                >
                  {words}
                </button>
              );
            })}
          </fieldset>
        ) : null}
        <Textarea
          label={t('class.cell.text')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={20_000}
          required
        />
        <Checkbox
          size="xs"
          label={t('class.cell.promise')}
          checked={promising}
          onChange={event => setPromising(event.currentTarget.checked)}
        />
        {promising ? (
          <div className="form-row">
            <TextInput
              label={t('class.cell.promise.what')}
              value={promise.text}
              onChange={event => setPromise({ ...promise, text: event.currentTarget.value })}
              maxLength={1000}
              required
            />
            <NumberInput
              label={t('class.cell.promise.due')}
              value={promise.dueMinutes}
              onChange={value => setPromise({ ...promise, dueMinutes: Number(value) })}
              min={1}
              max={1440}
              clampBehavior="blur"
            />
          </div>
        ) : null}
        <div className="form-actions">
          <Button
            type="submit"
            loading={speak.isPending}
            disabled={text.trim() === '' || exercise.state === 'ended'}
          >
            {t('class.send')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
