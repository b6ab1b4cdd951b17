// Second factor: a time-based code from an authenticator app.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { send } from '../../api/client.ts';
import type { TotpSecret } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { CodeBlock } from '../../parts/hostile.tsx';
import { Panel } from '../../parts/page.tsx';
import { Failure } from '../../parts/states.tsx';
import { Tag } from '../../parts/tags.tsx';

export function Totp({ active }: { active: boolean }) {
  const { t } = useI18n();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const begin = useChange(() => send<TotpSecret>('POST', '/me/totp'), { quiet: true });
  const confirm = useChange(
    () => send<{ recoveryCodes?: string[] }>('PUT', '/me/totp', { code: code.replaceAll(' ', '') }),
    {
      refresh: ['session'],
      done: 'totp.on',
      quiet: true,
      after: () => {
        begin.reset();
        setCode('');
      },
    },
  );
  const remove = useChange(() => send('DELETE', '/me/totp', { password }), {
    refresh: ['session'],
    done: 'totp.off',
    quiet: true,
    after: () => setPassword(''),
  });
  return (
    <Panel
      title={t('totp.title')}
      aside={<Tag tone={active ? 'ok' : 'idle'}>{t(active ? 'on' : 'off')}</Tag>}
    >
      <div className="form">
        <p className="muted">{t('totp.text')}</p>
        {active ? (
          <form
            className="row align-end"
            onSubmit={event => {
              event.preventDefault();
              remove.mutate();
            }}
          >
            <PasswordInput
              label={t('account.current')}
              value={password}
              onChange={event => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
              required
              className="grow"
            />
            <Button type="submit" variant="default" size="sm" loading={remove.isPending}>
              {t('totp.remove')}
            </Button>
          </form>
        ) : begin.data ? (
          <form
            className="form"
            onSubmit={event => {
              event.preventDefault();
              confirm.mutate();
            }}
          >
            <QrCode svg={begin.data.qrSvg} label={t('totp.qr')} />
            <p className="muted">{t('totp.manual')}</p>
            <CodeBlock text={begin.data.secret} label={t('totp.secret')} wrap />
            <TextInput
              label={t('totp.code')}
              value={code}
              onChange={event => setCode(event.currentTarget.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              autoFocus
            />
            <Button type="submit" loading={confirm.isPending}>
              {t('totp.confirm')}
            </Button>
          </form>
        ) : (
          <Button variant="default" onClick={() => begin.mutate()} loading={begin.isPending}>
            {t('totp.begin')}
          </Button>
        )}
        {confirm.data?.recoveryCodes?.length ? (
          <div className="notice" role="status">
            <p>{t('totp.recovery')}</p>
            <CodeBlock text={confirm.data.recoveryCodes.join('\n')} label={t('totp.recovery.codes')} />
          </div>
        ) : null}
        {begin.error ? <Failure error={begin.error} /> : null}
        {confirm.error ? <Failure error={confirm.error} /> : null}
        {remove.error ? <Failure error={remove.error} /> : null}
      </div>
    </Panel>
  );
}

/** Redraws the code from the path data of the server's SVG: no markup from outside is put into the page. */
function QrCode({ svg, label }: { svg: string; label: string }) {
  const drawn = useMemo(() => {
    const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    const paths = [...root.querySelectorAll('path')].map(path => ({
      d: path.getAttribute('d') ?? '',
      line: path.hasAttribute('stroke'),
    }));
    return { box: root.getAttribute('viewBox') ?? '0 0 33 33', paths };
  }, [svg]);
  return (
    <svg className="qr" viewBox={drawn.box} role="img" aria-label={label} shapeRendering="crispEdges">
      {drawn.paths.map((path, index) => (
        <path
          key={path.d}
          d={path.d}
          fill={path.line ? 'none' : index === 0 && drawn.paths.length > 1 ? '#ffffff' : '#000000'}
          stroke={path.line ? '#000000' : 'none'}
        />
      ))}
    </svg>
  );
}
