// Changing one's own password.
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { send } from '../../api/client.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Panel } from '../../parts/page.tsx';
import { Failure } from '../../parts/states.tsx';

export function Password() {
  const { t } = useI18n();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useChange(() => send('POST', '/me/password', { current, next }), {
    refresh: ['session'],
    done: 'account.passwordChanged',
    quiet: true,
    after: () => {
      setCurrent('');
      setNext('');
      setAgain('');
    },
  });
  const show = { 'aria-label': t('login.show') };
  const different = again !== '' && again !== next;
  return (
    <Panel title={t('account.password')}>
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (next === again) change.mutate();
        }}
      >
        <PasswordInput
          label={t('account.current')}
          value={current}
          onChange={event => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={show}
          required
        />
        <PasswordInput
          label={t('account.next')}
          description={t('password.help', { n: 12 })}
          value={next}
          onChange={event => setNext(event.currentTarget.value)}
          autoComplete="new-password"
          minLength={12}
          visibilityToggleButtonProps={show}
          required
        />
        <PasswordInput
          label={t('password.again')}
          value={again}
          onChange={event => setAgain(event.currentTarget.value)}
          autoComplete="new-password"
          visibilityToggleButtonProps={show}
          error={different ? t('password.different') : undefined}
          required
        />
        {change.error ? <Failure error={change.error} /> : null}
        <div className="form-actions">
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('account.changePassword')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
