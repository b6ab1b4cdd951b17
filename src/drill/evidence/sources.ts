// Every evidence source of the simulated organisation, in the order exports list them. One folder each.
import type { EvidenceSource } from './source.ts';
import { windowsDefender } from './windows-defender/source.ts';
import { windowsPowerShell } from './windows-powershell/source.ts';
import { windowsSecurity } from './windows-security/source.ts';
import { windowsSysmon } from './windows-sysmon/source.ts';
import { windowsSystem } from './windows-system/source.ts';
import { windowsTaskScheduler } from './windows-task-scheduler/source.ts';

export const sources: readonly EvidenceSource[] = [
  windowsSecurity,
  windowsSystem,
  windowsSysmon,
  windowsPowerShell,
  windowsTaskScheduler,
  windowsDefender,
];
