// My account: profile, look, password, second factor, API tokens.
import { Button, SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#model/record/account.ts';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { schemeOptions } from '../../theme/theme.ts';
import { Password } from './password.tsx';
import { Tokens } from './tokens.tsx';
import { Totp } from './totp.tsx';

export function Page() {
  const { t } = useI18n();
  const session = useQuery(queries.session());
  return (
    <>
      <PageHead title={t('nav.account')} />
      <Loaded query={session}>
        {({ account }) =>
          account ? (
            <div className="columns two">
              <div className="stack-panels">
                <Profile account={account} />
                <Look />
                {account.oidc ? null : <Password />}
              </div>
              <div className="stack-panels">
                {account.oidc ? null : <Totp active={account.totp} />}
                <Tokens roles={account.roles} />
              </div>
            </div>
          ) : null
        }
      </Loaded>
    </>
  );
}

function Profile({ account }: { account: Account }) {
  const { t, list, setLanguage } = useI18n();
  const [displayName, setDisplayName] = useState(account.displayName);
  const save = useChange(
    (patch: { displayName?: string; language?: 'ja' | 'en' }) => send('PATCH', '/me', patch),
    { refresh: ['session'], done: 'saved' },
  );
  return (
    <Panel title={t('account.profile')}>
      <div className="form">
        <Facts
          items={[
            [t('login.name'), account.name],
            [t('user.roles'), list(account.roles.map(role => t(`userRole.${role}`)))],
          ]}
        />
        <form
          className="row align-end"
          onSubmit={event => {
            event.preventDefault();
            save.mutate({ displayName });
          }}
        >
          <TextInput
            label={t('user.displayName')}
            value={displayName}
            onChange={event => setDisplayName(event.currentTarget.value)}
            maxLength={100}
            className="grow"
          />
          <Button type="submit" variant="default" size="sm" loading={save.isPending}>
            {t('save')}
          </Button>
        </form>
        <div>
          <p className="field-label">{t('language')}</p>
          <SegmentedControl
            value={account.language}
            onChange={value => {
              setLanguage(value as 'ja' | 'en');
              save.mutate({ language: value as 'ja' | 'en' });
            }}
            data={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
            aria-label={t('language')}
          />
        </div>
      </div>
    </Panel>
  );
}

function Look() {
  const { t, utc, setUtc } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme(schemeOptions);
  return (
    <Panel title={t('account.look')}>
      <div className="form">
        <div>
          <p className="field-label">{t('account.theme')}</p>
          <SegmentedControl
            value={colorScheme}
            onChange={value => setColorScheme(value as 'auto' | 'light' | 'dark')}
            data={(['auto', 'light', 'dark'] as const).map(value => ({ value, label: t(`theme.${value}`) }))}
            aria-label={t('account.theme')}
          />
        </div>
        <div>
          <p className="field-label">{t('account.times')}</p>
          <SegmentedControl
            value={utc ? 'utc' : 'local'}
            onChange={value => setUtc(value === 'utc')}
            data={[
              { value: 'local', label: t('account.local') },
              { value: 'utc', label: 'UTC' },
            ]}
            aria-label={t('account.times')}
          />
        </div>
      </div>
    </Panel>
  );
}
