// One action: what it does, costs and cannot do, and the form that asks for it.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { Facts } from '../../../../parts/page.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { useHere } from '../context.tsx';
import { type Action, type Taken, useDeskChange } from '../data.ts';
import { FieldInput } from './field.tsx';
import { fieldsOf, parametersOf, wrong } from './form.ts';

export function Ask({
  action,
  given,
  onTaken,
}: {
  action: Action;
  /** Values that came with the link. */
  given: Readonly<Record<string, string>>;
  onTaken: (taken: Taken) => void;
}) {
  const { t, side } = useI18n();
  const { desk } = useHere();
  const fields = fieldsOf(action.parameters);
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map(({ name }) => [name, given[name] ?? ''])),
  );
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const send = useDeskChange<void, Taken>(
    () => ['POST', 'actions', { action: action.id, parameters: parametersOf(fields, values), reason }],
    ['actions', 'messages', 'hosts', 'accounts'],
    {
      done: action.approval ? 'desk.actions.asked' : 'desk.actions.begun',
      after: taken => {
        setTried(false);
        setReason('');
        setValues(Object.fromEntries(fields.map(({ name }) => [name, ''])));
        onTaken(taken);
      },
    },
  );
  const running = desk.clock.state === 'running';
  const { least, most } = action.minutes;
  return (
    <form
      className="form ask"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setTried(true);
        if (fields.every(field => !wrong(field, values[field.name] ?? ''))) send.mutate();
      }}
    >
      <header className="row">
        <h2>{side(action.title)}</h2>
        {action.approval ? <Tag tone="warn">{t('desk.actions.approval')}</Tag> : null}
      </header>
      <p>{side(action.summary)}</p>
      <Facts
        items={[
          [
            t('desk.actions.minutes'),
            least === most ? t('desk.minutes', { n: most }) : t('desk.actions.span', { least, most }),
          ],
          [t('desk.actions.cost'), side(action.cost)],
          [t('desk.actions.sideEffects'), side(action.sideEffects)],
          [t('desk.actions.limits'), side(action.limits)],
        ]}
      />
      {desk.canWrite ? (
        <>
          {fields.map(field => (
            <FieldInput
              key={field.name}
              field={field}
              value={values[field.name] ?? ''}
              tried={tried}
              onChange={value => setValues({ ...values, [field.name]: value })}
            />
          ))}
          <Textarea
            label={t('desk.actions.reason')}
            description={t('desk.actions.reason.text')}
            value={reason}
            rows={2}
            maxLength={2_000}
            onChange={event => setReason(event.currentTarget.value)}
          />
          <div className="form-actions">
            {running ? null : <p className="muted grow">{t('desk.clockStopped')}</p>}
            <Button type="submit" loading={send.isPending} disabled={!running}>
              {t(action.approval ? 'desk.actions.ask' : 'desk.actions.do')}
            </Button>
          </div>
        </>
      ) : null}
    </form>
  );
}
