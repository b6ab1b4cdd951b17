// People from a list: pasted, or a CSV file. What could not be read is shown with its line.
import { Button, FileButton, NumberInput, Select, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView, SeatOut } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import type { MessageKey } from '../../../../i18n/catalogue.ts';
import { type I18n, useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Panel } from '../../../../parts/page.tsx';
import { keepHandedOut } from '../handed-out.ts';

interface Enrolled {
  seats: SeatOut[];
  refused: { line: number; why: string }[];
}

const most = 400_000;

/** The server's reasons, which are told in English, and ours. */
const reasons: readonly (readonly [start: string, key: MessageKey])[] = [
  ['no name', 'class.refused.name'],
  ['a field is longer', 'class.refused.long'],
  ['the mail address', 'class.refused.mail'],
  ['more than', 'class.refused.many'],
];

export function Enrol({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const [csv, setCsv] = useState('');
  const [size, setSize] = useState(4);
  const [access, setAccess] = useState<'links' | 'passwords' | 'none'>('links');
  const enrol = useChange<void, Enrolled>(
    () => send('POST', `/drill/exercises/${exercise.id}/seats`, { csv, access, teamSize: size }),
    {
      refresh: ['drill'],
      after: ({ seats, refused }) => {
        keepHandedOut(exercise.id, seats);
        // Whoever has a seat leaves the list: sending it again must not seat anybody twice.
        const left = csv
          .split(/\r?\n/)
          .filter(
            (line, index) =>
              refused.some(one => one.line === index + 1) || (index === 0 && /氏名|名前|name/i.test(line)),
          );
        setCsv(refused.length > 0 ? left.join('\n') : '');
      },
    },
  );
  const enrolled = (enrol.data?.seats ?? []).filter(seat => seat.person !== undefined);
  const empty = (enrol.data?.seats.length ?? 0) - enrolled.length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enrol.mutate();
  };
  return (
    <Panel title={t('class.enrol.title')}>
      <form className="form" onSubmit={submit}>
        <Textarea
          label={t('class.enrol.list')}
          description={t('class.enrol.help')}
          placeholder={t('class.enrol.example')}
          value={csv}
          onChange={event => setCsv(event.currentTarget.value)}
          classNames={{ input: 'mono' }}
          autosize
          minRows={4}
          maxRows={14}
          maxLength={most}
          required
        />
        <div className="form-row">
          <NumberInput
            label={t('class.enrol.size')}
            value={size}
            onChange={value => setSize(Number(value))}
            min={1}
            max={12}
            clampBehavior="blur"
            allowDecimal={false}
          />
          <Select
            label={t('class.new.access')}
            value={access}
            onChange={value => setAccess((value ?? 'links') as typeof access)}
            data={(['links', 'passwords', 'none'] as const).map(value => ({
              value,
              label: t(value === 'none' ? 'class.enrol.noAccess' : `class.access.${value}`),
            }))}
          />
        </div>
        <div className="form-actions">
          <FileButton
            accept=".csv,.tsv,.txt,text/csv"
            onChange={file => void file?.slice(0, most).text().then(setCsv)}
          >
            {props => (
              <Button {...props} variant="default">
                {t('class.enrol.file')}
              </Button>
            )}
          </FileButton>
          <Button type="submit" loading={enrol.isPending} disabled={csv.trim() === ''}>
            {t('class.enrol.go')}
          </Button>
        </div>
      </form>
      {enrol.data ? (
        <div className="enrolled" role="status">
          <p>
            {t('class.enrol.done', { count: enrolled.length })}
            {empty > 0 ? ` ${t('class.enrol.empty', { count: empty })}` : null}
          </p>
          {enrol.data.refused.length > 0 ? (
            <>
              <p className="is-taken">{t('class.enrol.refused', { count: enrol.data.refused.length })}</p>
              <ul>
                {enrol.data.refused.map(one => (
                  <li key={one.line}>
                    {t('class.enrol.line', { line: one.line })}: {refusal(one.why, t)}
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      ) : null}
    </Panel>
  );
}

function refusal(why: string, t: I18n['t']): string {
  const known = reasons.find(([start]) => why.startsWith(start));
  return known ? t(known[1]) : why;
}
