// What PCs do by themselves while they are on: housekeeping, policy, tasks, protection, troubles.
import { ticket } from '../make/logon.ts';
import { runChore } from '../make/process.ts';
import { housekeeping } from '../make/programs.ts';
import { machineWho } from '../make/session.ts';
import { directoryLookUps, policyRefresh } from '../people/logging-on.ts';
import { perPc } from './running-pcs.ts';

export const pcHousekeeping = perPc(
  'pc-housekeeping',
  'Services, updaters and scheduled programs of Windows on every PC',
  1.2,
  (scene, happens, { pc, plan }, at, random) => {
    const chore = random.pick(housekeeping);
    let text = chore.program.arguments;
    while (text.includes('{n}')) text = text.replace('{n}', String(100 + random.int(900)));
    const end = at + 800 + random.next() * 200_000;
    runChore(scene, happens, { at, end, host: pc, bootedAt: plan.bootedAt, chore, arguments: text });
  },
);

export const pcPolicy = perPc(
  'pc-policy',
  'Group policy refreshed by PCs and people about every two hours and a half, with names of the directory looked up',
  0.4,
  (scene, happens, { pc, plan, quiet }, at, random) => {
    directoryLookUps(scene, happens, at, plan, random);
    const machine = quiet || random.next() < 0.55;
    if (random.next() < 0.3)
      ticket(
        scene,
        happens,
        at + 60,
        random,
        machineWho(scene, pc),
        { host: pc, ip: plan.ip },
        'tgt',
        'krbtgt',
      );
    policyRefresh(scene, happens, at + 300, plan, random, machine);
  },
);

const tasks = [
  [
    '\\Microsoft\\Windows\\Windows Defender\\Windows Defender Scheduled Scan',
    'MpCmdRun.exe',
    'Scan -ScheduleJob',
  ],
  [
    '\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan',
    '%systemroot%\\system32\\usoclient.exe',
    'StartScan',
  ],
  [
    '\\Microsoft\\Windows\\Diagnosis\\Scheduled',
    '%windir%\\system32\\rundll32.exe',
    'dfdts.dll,DfdGetDefaultPolicyAndSMART',
  ],
  [
    '\\GoogleUpdateTaskMachineUA',
    'C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe',
    '/ua /installsource scheduler',
  ],
  [
    '\\MicrosoftEdgeUpdateTaskMachineUA',
    'C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe',
    '/ua',
  ],
  ['\\Adobe Acrobat Update Task', 'C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe', ''],
  [
    '\\Microsoft\\Office\\Office Automatic Updates 2.0',
    'C:\\Program Files\\Common Files\\Microsoft Shared\\ClickToRun\\OfficeC2RClient.exe',
    '/frequentupdate SCHEDULEDTASK displaylevel=False',
  ],
] as const;

export const pcTasks = perPc(
  'pc-tasks',
  'Scheduled tasks of PCs',
  0.5,
  (_scene, happens, { pc }, at, random, system) => {
    const [name, command, arguments_] = random.pick(tasks);
    const base = {
      kind: 'task',
      host: pc,
      cause: '',
      name,
      command,
      arguments: arguments_,
      by: system,
    } as const;
    happens({ ...base, at, what: 'started' });
    happens({
      ...base,
      at: at + 900 + random.next() * 120_000,
      what: random.next() < 0.02 ? 'failed' : 'completed',
    });
  },
);

export const pcProtection = perPc(
  'pc-protection',
  'Antivirus definitions and quick scans',
  0.28,
  (_scene, happens, { pc }, at, random) => {
    const base = {
      kind: 'antivirus',
      host: pc,
      cause: '',
      threat: '',
      user: 'NT AUTHORITY\\SYSTEM',
    } as const;
    if (random.next() < 0.62) {
      happens({ ...base, at, what: 'definitions', path: '' });
      return;
    }
    happens({ ...base, at, what: 'scan-started', path: '' });
    happens({ ...base, at: at + 60_000 + random.next() * 400_000, what: 'scan-finished', path: '' });
  },
);

export const pcTroubles = perPc(
  'pc-troubles',
  'Programs that crash or hang, updates installed and refused, firewall rules of new programs',
  0.035,
  (_scene, happens, { pc }, at, random) => {
    const what = random.pick([
      'application-error',
      'application-hang',
      'update-installed',
      'update-installed',
      'update-installed',
      'update-failed',
      'firewall-rule',
    ] as const);
    const detail = {
      'application-error': 'EXCEL.EXE',
      'application-hang': 'OUTLOOK.EXE',
      'update-installed': `2026-04 Cumulative Update for Windows 11 (KB50${58_000 + random.int(900)})`,
      'update-failed': `Security Intelligence Update for Microsoft Defender Antivirus - KB2267602 (Version 1.427.${random.int(900)}.0)`,
      'firewall-rule': 'Microsoft Teams',
    }[what];
    happens({ kind: 'system', at, host: pc, cause: '', what, detail });
  },
);
