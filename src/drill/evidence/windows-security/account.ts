// Accounts and groups: on domain controllers for the domain's, on any host for its own.
import type { Localized } from '#model/localized.ts';
import type { AccountChange } from '../../world/event.ts';
import type { HostFacts } from '../windows/host.ts';
import { type Field, record, text } from '../windows/record.ts';
import { auditing, subject, type Task, tasks } from './provider.ts';

const isComputer = (e: AccountChange): boolean => e.target.account.endsWith('$');
const domainOf = (_: AccountChange, host: HostFacts): string =>
  host.domainController ? host.netbios : host.name;

const target: Field<AccountChange>[] = [
  text('TargetUserName', e => e.target.account),
  text('TargetDomainName', domainOf),
  text('TargetSid', e => e.target.sid),
];
const by = subject<AccountChange>(e => e.by);
const privileges: Field<AccountChange>[] = [text('PrivilegeList', '-')];

/** The account's attributes; on a change only what changed is filled in. */
const attributes = (values: {
  primaryGroup: string;
  uac: string;
  flags: string;
  unset: string;
  name: (e: AccountChange) => string;
  principal: (e: AccountChange, host: HostFacts) => string;
  hours: string;
  delegate: string;
}): Field<AccountChange>[] => [
  text('SamAccountName', values.name),
  text('DisplayName', values.unset),
  text('UserPrincipalName', values.principal),
  text('HomeDirectory', values.unset),
  text('HomePath', values.unset),
  text('ScriptPath', values.unset),
  text('ProfilePath', values.unset),
  text('UserWorkstations', values.unset),
  text('PasswordLastSet', values.unset === '-' ? '-' : '%%1794'),
  text('AccountExpires', values.unset === '-' ? '-' : '%%1794'),
  text('PrimaryGroupId', values.primaryGroup),
  text('AllowedToDelegateTo', values.delegate),
  text('OldUacValue', values.unset === '-' ? '-' : '0x0'),
  text('NewUacValue', values.uac),
  text('UserAccountControl', values.flags),
  text('UserParameters', values.unset),
  text('SidHistory', '-'),
  text('LogonHours', values.hours),
];
const notSet = '%%1793';
const whole = {
  unset: notSet,
  name: (e: AccountChange) => e.target.account,
  hours: notSet,
  delegate: '-',
};
const newUser = attributes({
  ...whole,
  primaryGroup: '513',
  uac: '0x15',
  flags: '\r\n\t\t%%2080\r\n\t\t%%2082\r\n\t\t%%2084',
  principal: (e, h) => (h.domainController ? `${e.target.account}@${h.realm.toLowerCase()}` : '-'),
});
const newComputer = attributes({
  ...whole,
  primaryGroup: '515',
  uac: '0x80',
  flags: '\r\n\t\t%%2087',
  principal: () => '-',
});
const changed = attributes({
  unset: '-',
  name: () => '-',
  hours: '-',
  delegate: '-',
  primaryGroup: '-',
  uac: '-',
  flags: '-',
  principal: () => '-',
});
const dnsName = (e: AccountChange, host: HostFacts): string =>
  `${e.target.account.replace(/\$$/, '').toLowerCase()}.${host.realm.toLowerCase()}`;

const change = (
  id: number,
  task: Task,
  title: Localized,
  what: AccountChange['what'],
  fields: readonly Field<AccountChange>[],
  when?: (e: AccountChange) => boolean,
) =>
  record(auditing, 'account-change', {
    ...task,
    id,
    title,
    what,
    when,
    correlated: true,
    user: e => e.target.account,
    source: e => e.from ?? '',
    object: e => e.group?.name ?? e.target.account,
    fields,
  });

const account = (
  id: number,
  en: string,
  ja: string,
  what: AccountChange['what'],
  fields: Field<AccountChange>[],
) => change(id, tasks.userAccount, { en, ja }, what, fields, e => !isComputer(e));
const computer = (
  id: number,
  en: string,
  ja: string,
  what: AccountChange['what'],
  fields: Field<AccountChange>[],
) => change(id, tasks.computerAccount, { en, ja }, what, fields, isComputer);

const membership: Field<AccountChange>[] = [
  text('MemberName', (e, h) => (h.domainController ? `CN=${e.target.account},CN=Users,${h.domainDn}` : '-')),
  text('MemberSid', e => e.target.sid),
  text('TargetUserName', e => e.group?.name ?? '-'),
  text('TargetDomainName', (e, h) => (e.group?.sid.startsWith('S-1-5-32-') ? 'Builtin' : domainOf(e, h))),
  text('TargetSid', e => e.group?.sid ?? 'S-1-0-0'),
  ...by,
  ...privileges,
];
const group = (
  id: number,
  scope: NonNullable<AccountChange['group']>['scope'],
  what: 'group-added' | 'group-removed',
  en: string,
  ja: string,
) => change(id, tasks.securityGroup, { en, ja }, what, membership, e => e.group?.scope === scope);

export const accountRecords = [
  account(4720, 'A user account was created.', 'ユーザー アカウントが作成されました。', 'created', [
    ...target,
    ...by,
    ...privileges,
    ...newUser,
  ]),
  account(4722, 'A user account was enabled.', 'ユーザー アカウントが有効化されました。', 'enabled', [
    ...target,
    ...by,
  ]),
  account(
    4723,
    "An attempt was made to change an account's password.",
    'アカウントのパスワードの変更が試行されました。',
    'password-change',
    [...target, ...by, ...privileges],
  ),
  account(
    4724,
    "An attempt was made to reset an account's password.",
    'アカウントのパスワードのリセットが試行されました。',
    'password-reset',
    [...target, ...by],
  ),
  account(4725, 'A user account was disabled.', 'ユーザー アカウントが無効化されました。', 'disabled', [
    ...target,
    ...by,
  ]),
  account(4726, 'A user account was deleted.', 'ユーザー アカウントが削除されました。', 'deleted', [
    ...target,
    ...by,
    ...privileges,
  ]),
  account(4738, 'A user account was changed.', 'ユーザー アカウントが変更されました。', 'changed', [
    text('Dummy', '-'),
    ...target,
    ...by,
    ...privileges,
    ...changed,
  ]),
  change(
    4740,
    tasks.userAccount,
    { en: 'A user account was locked out.', ja: 'ユーザー アカウントがロックアウトされました。' },
    'locked',
    // The caller's computer stands where the domain stands in its neighbours.
    [
      text('TargetUserName', e => e.target.account),
      text('TargetDomainName', e => e.from ?? ''),
      text('TargetSid', e => e.target.sid),
      ...by,
    ],
  ),
  change(
    4767,
    tasks.userAccount,
    { en: 'A user account was unlocked.', ja: 'ユーザー アカウントのロックが解除されました。' },
    'unlocked',
    [...target, ...by],
  ),
  computer(
    4741,
    'A computer account was created.',
    'コンピューター アカウントが作成されました。',
    'created',
    [
      ...target,
      ...by,
      ...privileges,
      ...newComputer,
      text('DnsHostName', dnsName),
      text('ServicePrincipalNames', (e, h) => {
        const name = dnsName(e, h);
        return ['HOST', 'RestrictedKrbHost'].map(service => `\r\n\t\t${service}/${name}`).join('');
      }),
    ],
  ),
  computer(
    4742,
    'A computer account was changed.',
    'コンピューター アカウントが変更されました。',
    'changed',
    [
      text('ComputerAccountChange', '-'),
      ...target,
      ...by,
      ...privileges,
      ...changed,
      text('DnsHostName', '-'),
      text('ServicePrincipalNames', '-'),
    ],
  ),
  computer(
    4743,
    'A computer account was deleted.',
    'コンピューター アカウントが削除されました。',
    'deleted',
    [...target, ...by, ...privileges],
  ),
  group(
    4728,
    'global',
    'group-added',
    'A member was added to a security-enabled global group.',
    'セキュリティが有効なグローバル グループにメンバーが追加されました。',
  ),
  group(
    4729,
    'global',
    'group-removed',
    'A member was removed from a security-enabled global group.',
    'セキュリティが有効なグローバル グループからメンバーが削除されました。',
  ),
  group(
    4732,
    'local',
    'group-added',
    'A member was added to a security-enabled local group.',
    'セキュリティが有効なローカル グループにメンバーが追加されました。',
  ),
  group(
    4733,
    'local',
    'group-removed',
    'A member was removed from a security-enabled local group.',
    'セキュリティが有効なローカル グループからメンバーが削除されました。',
  ),
  group(
    4756,
    'universal',
    'group-added',
    'A member was added to a security-enabled universal group.',
    'セキュリティが有効なユニバーサル グループにメンバーが追加されました。',
  ),
  group(
    4757,
    'universal',
    'group-removed',
    'A member was removed from a security-enabled universal group.',
    'セキュリティが有効なユニバーサル グループからメンバーが削除されました。',
  ),
];
