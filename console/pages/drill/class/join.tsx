// Taking a free seat with the code the instructor tells the class.
import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { send } from '../../../api/client.ts';
import { useI18n } from '../../../i18n/context.tsx';
import { useChange } from '../../../lib/hooks.ts';

export function Join() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const join = useChange<void, { team: string }>(() => send('POST', '/drill/join', { code: code.trim() }), {
    refresh: ['drill'],
    after: ({ team }) => void navigate({ to: `/drill/desk/${team}` }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  return (
    <form className="join" onSubmit={submit}>
      <TextInput
        label={t('class.join.code')}
        description={t('class.join.help')}
        value={code}
        onChange={event => setCode(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        minLength={4}
        maxLength={20}
        required
      />
      <Button type="submit" loading={join.isPending} disabled={code.trim().length < 4}>
        {t('class.join')}
      </Button>
    </form>
  );
}
