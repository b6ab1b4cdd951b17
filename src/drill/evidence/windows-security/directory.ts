// Changes in Active Directory, and replication asked for, on domain controllers.
import type { Localized } from '#model/localized.ts';
import type { DirectoryChange } from '../../world/event.ts';
import { guidFrom, hex } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { auditPolicy } from '../windows/policy.ts';
import { type Field, guid, hexa, record, text } from '../windows/record.ts';
import { auditing, subject, tasks } from './provider.ts';

const by = subject<DirectoryChange>(e => e.by);
const objectGuid = (e: DirectoryChange, host: HostFacts): string =>
  guidFrom(host.domainSid, e.dn.toLowerCase(), 'objectGUID');

const operation: Field<DirectoryChange>[] = [
  guid('OpCorrelationID', (e, h) => guidFrom(h.seed, e.dn, e.by.logonId, e.at)),
  text('AppCorrelationID', '-'),
  ...by,
  text('DSName', (_, h) => h.realm.toLowerCase()),
  text('DSType', '%%14676'),
  text('ObjectDN', e => e.dn),
  guid('ObjectGUID', objectGuid),
  text('ObjectClass', e => e.objectClass),
];

// Attribute syntaxes: distinguished name, object identifier, Unicode text, number, octets, security descriptor.
const syntaxes: Readonly<Record<string, string>> = {
  member: '2.5.5.1',
  manager: '2.5.5.1',
  objectclass: '2.5.5.2',
  useraccountcontrol: '2.5.5.9',
  versionnumber: '2.5.5.9',
  'msds-keycredentiallink': '2.5.5.7',
  'msds-allowedtoactonbehalfofotheridentity': '2.5.5.15',
  ntsecuritydescriptor: '2.5.5.15',
  pwdlastset: '2.5.5.16',
  accountexpires: '2.5.5.16',
};

// Schema classes by their GUID, and the two rights that replication asks for.
const classGuids: Readonly<Record<string, string>> = {
  user: 'bf967aba-0de6-11d0-a285-00aa003049e2',
  computer: 'bf967a86-0de6-11d0-a285-00aa003049e2',
  group: 'bf967a9c-0de6-11d0-a285-00aa003049e2',
  domainDNS: '19195a5b-6da0-11d0-afd3-00c04fd930c9',
  groupPolicyContainer: 'f30e3bc2-9ff0-11d1-b603-0000f80367c1',
};
const classGuid = (e: DirectoryChange): string =>
  e.what === 'replication' ? classGuids['domainDNS']! : (classGuids[e.objectClass] ?? classGuids['user']!);
const replicationRights = ['1131f6aa-9c07-11d1-f79f-00c04fc2dcd2', '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2'];

const facets = { user: (e: DirectoryChange) => e.by.account, object: (e: DirectoryChange) => e.dn };
const audited = (_: DirectoryChange, host: HostFacts): boolean => auditPolicy.directory(host);
/**
 * Extended rights on the domain's head are audited for Domain Users and Administrators, as Windows sets it up: domain
 * controllers, which are neither, replicate without a record.
 */
const auditedRight = (e: DirectoryChange, host: HostFacts): boolean =>
  auditPolicy.directory(host) && !(e.what === 'replication' && e.by.account.endsWith('$'));

const accessed = (what: 'replication' | 'read', mask: number, list: string) =>
  record(auditing, 'directory-change', {
    ...tasks.directoryAccess,
    ...facets,
    id: 4662,
    title: {
      en: 'An operation was performed on an object.',
      ja: 'オブジェクトに対して操作が実行されました。',
    },
    what,
    when: auditedRight,
    fields: [
      ...by,
      text('ObjectServer', 'DS'),
      text('ObjectType', e => `%{${classGuid(e)}}`),
      text('ObjectName', (e, h) => `%{${objectGuid(e, h).toLowerCase()}}`),
      text('OperationType', 'Object Access'),
      hexa('HandleId', '0x0'),
      text('AccessList', list),
      hexa('AccessMask', hex(mask)),
      text('Properties', e => {
        const rights =
          e.what === 'replication' ? replicationRights.map(right => `\t\t{${right}}\n`).join('') : '';
        return `${list.trim()}\n${rights}\t{${classGuid(e)}}\n`;
      }),
      text('AdditionalInfo', '-'),
      text('AdditionalInfo2', ''),
    ],
  });

const change = (
  id: number,
  what: DirectoryChange['what'],
  title: Localized,
  fields: readonly Field<DirectoryChange>[],
) =>
  record(auditing, 'directory-change', {
    ...tasks.directoryChange,
    ...facets,
    id,
    title,
    what,
    when: audited,
    fields: [...operation, ...fields],
  });

export const directoryRecords = [
  change(
    5136,
    'modified',
    {
      en: 'A directory service object was modified.',
      ja: 'ディレクトリ サービス オブジェクトが変更されました。',
    },
    [
      text('AttributeLDAPDisplayName', e => e.attribute),
      text('AttributeSyntaxOID', e => syntaxes[e.attribute.toLowerCase()] ?? '2.5.5.12'),
      text('AttributeValue', e => e.value),
      text('OperationType', '%%14674'),
    ],
  ),
  change(
    5137,
    'created',
    {
      en: 'A directory service object was created.',
      ja: 'ディレクトリ サービス オブジェクトが作成されました。',
    },
    [],
  ),
  change(
    5141,
    'deleted',
    {
      en: 'A directory service object was deleted.',
      ja: 'ディレクトリ サービス オブジェクトが削除されました。',
    },
    [text('TreeDelete', '%%14679')],
  ),
  accessed('replication', 0x100, '%%7688\n\t\t\t\t'),
  accessed('read', 0x10, '%%7684\n\t\t\t\t'),
];
