// Every kind of Windows record there is, by log and number: what XML and Event Viewer need to know of a line.
import { applicationRecords } from '../windows-application/source.ts';
import { defenderRecords } from '../windows-defender/source.ts';
import { powerShellRecords } from '../windows-powershell/source.ts';
import { printRecords } from '../windows-print/source.ts';
import { securityRecords } from '../windows-security/source.ts';
import { sysmonRecords } from '../windows-sysmon/source.ts';
import { systemRecords } from '../windows-system/source.ts';
import { taskSchedulerRecords } from '../windows-task-scheduler/source.ts';
import type { FieldType } from './record.ts';
import type { AnyRecord } from './source.ts';

export const allKinds: readonly AnyRecord[] = [
  ...securityRecords,
  ...systemRecords,
  ...applicationRecords,
  ...sysmonRecords,
  ...powerShellRecords,
  ...taskSchedulerRecords,
  ...defenderRecords,
  ...printRecords,
];

interface Known {
  kind: AnyRecord;
  types: ReadonlyMap<string, FieldType>;
}
const byNumber = new Map<string, Known>();
for (const kind of allKinds) {
  const key = `${kind.provider.channel} ${kind.provider.name} ${kind.id}`;
  if (!byNumber.has(key))
    byNumber.set(key, {
      kind,
      types: new Map(kind.fields.map((field: { name: string; type: FieldType }) => [field.name, field.type])),
    });
}

/** What is declared of a record; undefined for one of another origin. */
export const knownKind = (channel: string, provider: string, id: number): Known | undefined =>
  byNumber.get(`${channel} ${provider} ${id}`);
