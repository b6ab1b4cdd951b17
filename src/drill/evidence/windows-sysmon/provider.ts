// Sysmon's log and the fields most of its records share.
import type { Localized } from '#model/localized.ts';
import type { ProcessRef, Session, WorldEventKind } from '../../world/event.ts';
import { bareGuid, utcTime } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { userName } from '../windows/principal.ts';
import {
  type EventOf,
  type Field,
  guid,
  number,
  type Provider,
  plain,
  type RecordKind,
  record,
  text,
} from '../windows/record.ts';

const provider: Provider = {
  channel: 'Microsoft-Windows-Sysmon/Operational',
  name: 'Microsoft-Windows-Sysmon',
  guid: '5770385F-C22A-43E0-BF4C-06F5698FFBD9',
  userId: 'S-1-5-18',
  writer: 'sysmon',
  level: 4,
  keywords: '0x8000000000000000',
  codePrefix: 'sysmon:',
};

/** Rule of the configuration that governs a record; the viewer shows it behind the title. */
const rules: Readonly<Record<number, string>> = {
  1: 'ProcessCreate',
  2: 'FileCreateTime',
  3: 'NetworkConnect',
  5: 'ProcessTerminate',
  6: 'DriverLoad',
  7: 'ImageLoad',
  8: 'CreateRemoteThread',
  10: 'ProcessAccess',
  11: 'FileCreate',
  12: 'RegistryEvent',
  13: 'RegistryEvent',
  14: 'RegistryEvent',
  15: 'FileCreateStreamHash',
  17: 'PipeEvent',
  18: 'PipeEvent',
  19: 'WmiEvent',
  20: 'WmiEvent',
  21: 'WmiEvent',
  22: 'DnsQuery',
  23: 'FileDelete',
  26: 'FileDeleteDetected',
  29: 'FileExecutableDetected',
};

type Rest<K extends WorldEventKind> = Pick<RecordKind<EventOf<K>>, 'id' | 'version' | 'fields'> &
  Partial<Pick<RecordKind<EventOf<K>>, 'what' | 'where' | 'user' | 'source' | 'destination' | 'object'>> & {
    when?: (event: EventOf<K>, host: HostFacts) => boolean;
  };

/** A kind of Sysmon record: only on hosts that run it, task number equal to the id, English in every language. */
export function sysmon<K extends WorldEventKind>(
  on: K,
  title: string,
  rest: Rest<K>,
): RecordKind<EventOf<K>> {
  const { when } = rest;
  const label: Localized = { en: `${title}:`, ja: `${title}:` };
  const rule = rules[rest.id];
  const category = rule ? `${title} (rule: ${rule})` : title;
  return record(provider, on, {
    ...rest,
    task: rest.id,
    category: { en: category, ja: category },
    title: label,
    when: when ? (event, host) => host.sysmon && when(event, host) : (_, host) => host.sysmon,
    delay: host => host.sysmonDelay,
  });
}

/** RuleName and UtcTime. */
export const when = <E>(): Field<E>[] => [
  text('RuleName', '-'),
  plain('UtcTime', (_, __, at) => utcTime(at)),
];

/** ProcessGuid, ProcessId. */
export const processIds = <E>(of: (e: E) => ProcessRef): Field<E>[] => [
  guid('ProcessGuid', e => bareGuid(of(e).guid)),
  number('ProcessId', e => of(e).pid),
];
interface Acting {
  process: ProcessRef;
  session: Session;
}
/** ProcessGuid, ProcessId, Image. */
export const acting = <E extends Acting>(): Field<E>[] => [
  ...processIds<E>(e => e.process),
  text('Image', e => e.process.image),
];
export const user = <E extends { session: Session }>(): Field<E> => text('User', e => userName(e.session));
