// Sign-in: password and, when the account has it, a code.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { type ApiError, send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, usePageTitle } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { Failure } from '../../parts/states.tsx';
import { Entrance } from './entrance.tsx';

const defaults = { next: '/' };

// A link could name another site; only our own pages are followed.
const ownPath = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : '/');
const wantsCode = (error: ApiError | null): boolean => error !== null && /TOTP/i.test(error.code);

export function Page() {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [{ next }] = useView(defaults);
  const session = useQuery(queries.session());
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  usePageTitle(t('login.title'));

  const signedIn = Boolean(session.data?.account);
  useEffect(() => {
    if (signedIn) void navigate({ href: ownPath(next), replace: true } as never);
  }, [signedIn, next, navigate]);

  const login = useChange(
    () => send('POST', '/session', { name, password, ...(totp ? { totp: totp.replaceAll(' ', '') } : {}) }),
    { quiet: true, after: () => void client.invalidateQueries({ queryKey: ['session'] }) },
  );
  const askCode = wantsCode(login.error) || totp !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };

  return (
    <Entrance title={t('login.title')}>
      {session.error ? <Failure error={session.error} retry={() => void session.refetch()} /> : null}
      {session.data?.setupNeeded ? <p className="notice">{t('login.setupNeeded')}</p> : null}
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t('login.name')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          autoComplete="username"
          autoFocus
          required
        />
        <PasswordInput
          label={t('login.password')}
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          required
        />
        {askCode ? (
          <TextInput
            label={t('login.code')}
            description={t('login.code.help')}
            value={totp}
            onChange={event => setTotp(event.currentTarget.value)}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
          />
        ) : null}
        {login.error ? <Failure error={login.error} /> : null}
        <Button type="submit" size="sm" loading={login.isPending}>
          {t('login.submit')}
        </Button>
        {session.data?.oidc ? (
          <Button component="a" href="/api/v1/session/oidc" variant="default" size="sm">
            {t('login.oidc')}
          </Button>
        ) : null}
      </form>
    </Entrance>
  );
}
