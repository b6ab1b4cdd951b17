// Making and changing an account.
import { Button, Modal, MultiSelect, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Account } from '#model/record/account.ts';
import type { Role } from '#model/vocab/role.ts';
import { send } from '../../api/client.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/states.tsx';

const roles = {
  viewer: true,
  analyst: true,
  'abuse-desk': true,
  partner: true,
  instructor: true,
  assistant: true,
  'white-cell': true,
  evaluator: true,
  observer: true,
  trainee: true,
  author: true,
  'training-admin': true,
  admin: true,
} satisfies Record<Role, true>;
export const roleNames = Object.keys(roles) as Role[];

export function UserForm({ account, onClose }: { account: Account | undefined; onClose: () => void }) {
  const { t, language } = useI18n();
  const [name, setName] = useState(account?.name ?? '');
  const [displayName, setDisplayName] = useState(account?.displayName ?? '');
  const [held, setHeld] = useState<string[]>(account?.roles ?? ['viewer']);
  const [spoken, setSpoken] = useState<string>(account?.language ?? language);
  const [disabled, setDisabled] = useState(account?.disabled ?? false);
  const [password, setPassword] = useState('');
  const [dropFactor, setDropFactor] = useState(false);
  const save = useChange(
    () =>
      account
        ? send('PATCH', `/users/${account.id}`, {
            displayName,
            roles: held,
            language: spoken,
            disabled,
            ...(password ? { password } : {}),
            ...(dropFactor ? { totp: false } : {}),
          })
        : send('POST', '/users', {
            name,
            displayName: displayName || name,
            roles: held,
            language: spoken,
            password,
          }),
    { refresh: ['users'], done: 'saved', quiet: true, after: onClose },
  );
  const remove = useChange(() => send('DELETE', `/users/${account?.id ?? ''}`), {
    refresh: ['users'],
    done: 'removed',
    after: onClose,
  });
  const local = !account?.oidc;
  return (
    <Modal
      opened
      onClose={onClose}
      title={account ? t('users.edit', { name: account.name }) : t('users.add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {account ? null : (
          <TextInput
            label={t('login.name')}
            description={t('user.name.help')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            required
            maxLength={64}
            pattern="[^\s:\/]+"
            autoComplete="off"
            data-autofocus
          />
        )}
        <TextInput
          label={t('user.displayName')}
          value={displayName}
          onChange={event => setDisplayName(event.currentTarget.value)}
          maxLength={100}
        />
        <MultiSelect
          label={t('user.roles')}
          value={held}
          onChange={setHeld}
          data={roleNames.map(role => ({ value: role, label: t(`userRole.${role}`) }))}
          clearButtonProps={{ 'aria-label': t('clear') }}
        />
        <Select
          label={t('language')}
          value={spoken}
          onChange={value => value && setSpoken(value)}
          data={[
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
        />
        {local ? (
          <PasswordInput
            label={t(account ? 'user.newPassword' : 'login.password')}
            description={t(account ? 'user.newPassword.help' : 'user.firstPassword.help')}
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
            required={!account}
            minLength={12}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          />
        ) : null}
        {account ? (
          <Switch
            label={t('user.disabled')}
            checked={disabled}
            onChange={event => setDisabled(event.currentTarget.checked)}
          />
        ) : null}
        {account?.totp ? (
          <Switch
            label={t('user.dropFactor')}
            checked={dropFactor}
            onChange={event => setDropFactor(event.currentTarget.checked)}
          />
        ) : null}
        {save.error ? <Failure error={save.error} /> : null}
        <div className="form-actions">
          {account ? (
            <Confirm
              subtle
              label={t('remove')}
              text={t('users.remove.text', { name: account.name })}
              onConfirm={() => remove.mutate()}
            />
          ) : null}
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
