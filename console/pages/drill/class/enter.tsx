// The door for the one-time link of a seat: the token stands after the #, so that it reaches no server log on the way.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { send, setCsrf } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';
import { useI18n } from '../../../i18n/context.tsx';
import { usePageTitle } from '../../../lib/hooks.ts';
import { Failure, Waiting } from '../../../parts/states.tsx';
import { Entrance } from '../../login/entrance.tsx';

export function Page() {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery({ ...queries.session(), staleTime: 0 });
  // Read once; the address is cleaned as soon as the token is used.
  const [token] = useState(() => window.location.hash.slice(1));
  const [error, setError] = useState<unknown>();
  const used = useRef(false);
  usePageTitle(t('class.enter.title'));

  const enter = useCallback(async () => {
    if (used.current) return;
    used.current = true;
    try {
      const { team, csrf } = await send<{ team: string; csrf: string }>('POST', '/drill/enter', { token });
      setCsrf(csrf);
      client.clear();
      await navigate({ to: `/drill/desk/${team}`, replace: true });
    } catch (cause) {
      setError(cause);
    }
  }, [client, navigate, token]);

  const other = session.data?.account;
  const free = session.data !== undefined && !other;
  useEffect(() => {
    if (token && free) void enter();
  }, [token, free, enter]);

  return (
    <Entrance title={t('class.enter.title')}>
      {error ? (
        <Failure error={error} />
      ) : !token ? (
        <p>{t('class.enter.noToken')}</p>
      ) : other ? (
        <>
          <p>{t('class.enter.other', { name: other.displayName || other.name })}</p>
          <Button size="sm" onClick={() => void enter()}>
            {t('class.enter.go')}
          </Button>
        </>
      ) : session.error ? (
        <Failure error={session.error} retry={() => void session.refetch()} />
      ) : (
        <Waiting lines={3} />
      )}
    </Entrance>
  );
}
