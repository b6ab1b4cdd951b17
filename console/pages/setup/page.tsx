// First run: the one-time link from the terminal makes the first administrator.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, usePageTitle } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { To } from '../../parts/link.tsx';
import { Failure } from '../../parts/states.tsx';
import { Entrance } from '../login/entrance.tsx';

const defaults = { token: '' };
const minimum = 12;

export function Page() {
  const { t, language } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery(queries.session());
  const [view] = useView(defaults);
  const [token, setToken] = useState(view.token);
  const [name, setName] = useState('admin');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  usePageTitle(t('setup.title'));

  const setup = useChange(
    async () => {
      await send('POST', '/setup', { token, name, displayName: displayName || name, password, language });
    },
    {
      quiet: true,
      after: () => {
        void client.invalidateQueries().then(() => navigate({ to: '/overview', replace: true }));
      },
    },
  );
  const short = password !== '' && password.length < minimum;
  const different = again !== '' && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!short && password === again) setup.mutate();
  };

  if (session.data && !session.data.setupNeeded)
    return (
      <Entrance title={t('setup.done')}>
        <p>{t('setup.done.text')}</p>
        <p>
          <To to="/login">{t('login.title')}</To>
        </p>
      </Entrance>
    );
  return (
    <Entrance title={t('setup.title')}>
      <p className="muted">{t('setup.lead')}</p>
      <form className="form" onSubmit={submit}>
        {view.token ? null : (
          <TextInput
            label={t('setup.token')}
            description={t('setup.token.help')}
            value={token}
            onChange={event => setToken(event.currentTarget.value)}
            required
          />
        )}
        <TextInput
          label={t('login.name')}
          description={t('user.name.help')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          autoComplete="username"
          maxLength={64}
          pattern="[^\s:\/]+"
          required
        />
        <TextInput
          label={t('user.displayName')}
          value={displayName}
          onChange={event => setDisplayName(event.currentTarget.value)}
          autoComplete="name"
          maxLength={100}
        />
        <PasswordInput
          label={t('login.password')}
          description={t('password.help', { n: minimum })}
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          error={short ? t('password.short', { n: minimum }) : undefined}
          required
        />
        <PasswordInput
          label={t('password.again')}
          value={again}
          onChange={event => setAgain(event.currentTarget.value)}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          error={different ? t('password.different') : undefined}
          required
        />
        {setup.error ? <Failure error={setup.error} /> : null}
        <Button type="submit" size="sm" loading={setup.isPending}>
          {t('setup.submit')}
        </Button>
      </form>
    </Entrance>
  );
}
