// What PCs do by themselves while they are on: housekeeping, policy, time, names, telemetry, tasks.
import type { Host, Person, SimTime } from '../../world/entities.ts';
import type { Happens, ProcessRef, Session, WorldEvent } from '../../world/event.ts';
import { hashKeys, type Random, streamAfter } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { connect, endOf } from '../make/connection.ts';
import { clientPort, ticket } from '../make/logon.ts';
import { type Asker, lookUpSite, request } from '../make/outgoing.ts';
import { runChore } from '../make/process.ts';
import { edge, housekeeping } from '../make/programs.ts';
import { builtInSession, machineWho, processRef, systemTree } from '../make/session.ts';
import { deskOf } from '../people/desk.ts';
import { directoryLookUps, policyRefresh } from '../people/logging-on.ts';
import type { DayPlan } from '../people/plan.ts';
import { prefixesFor } from '../prefixes.ts';
import type { Scene } from '../scene.ts';
import { hourMs, type Slice } from '../slice.ts';

interface Running {
  pc: Host;
  person: Person;
  plan: DayPlan;
  from: SimTime;
  to: SimTime;
  /** Nobody has worked at it for hours: half asleep. */
  quiet: boolean;
}

const kept = new WeakMap<Scene, { index: number; list: readonly Running[] }>();

/** PCs that are on in a slice, and for which part of it. */
export function runningPcs(scene: Scene, slice: Slice): readonly Running[] {
  const last = kept.get(scene);
  if (last?.index === slice.index) return last.list;
  const day = scene.dayOf(slice.from);
  const list: Running[] = [];
  for (const person of scene.people) {
    const stays = hashKeys(scene.seed, person.id, 'switch-off') % 100 >= 62;
    let found = false;
    for (let d = day; d >= day - 1 && !found; d--) {
      const plan = scene.plan(person, d);
      if (!plan) continue;
      const from = Math.max(slice.from, plan.switchesOff ? plan.bootedAt : plan.arrive);
      const to = Math.min(slice.to, plan.leave);
      if (from < to) {
        list.push({ pc: person.pc, person, plan, from, to, quiet: false });
        found = true;
      }
    }
    if (found || !stays) continue;
    const plan = scene.plan(person, day) ?? scene.plan(person, day - 1);
    // A PC at home sleeps when its person does.
    if (plan && !plan.remote)
      list.push({ pc: person.pc, person, plan, from: slice.from, to: slice.to, quiet: true });
  }
  kept.set(scene, { index: slice.index, list });
  return list;
}

const telemetryAgent = 'Microsoft-Delivery-Optimization/10.1';

function perPc(
  id: string,
  summary: string,
  perHour: number,
  act: (
    scene: Scene,
    happens: Happens,
    running: Running,
    at: SimTime,
    random: Random,
    system: Session,
  ) => void,
): Behaviour {
  return {
    id,
    summary,
    live(scene, slice, happens) {
      const prefix = prefixesFor(scene, id);
      for (const running of runningPcs(scene, slice)) {
        const { pc, person, from, to, quiet } = running;
        const random = streamAfter(prefix(pc.name, person.index), slice.index);
        const mean = ((perHour * (to - from)) / hourMs) * (quiet ? 0.45 : 1);
        for (let n = random.poisson(mean); n > 0; n--)
          act(scene, happens, running, from + random.next() * (to - from), random, scene.system(pc));
      }
    },
  };
}

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

export const pcNames = perPc(
  'pc-names',
  'Names inside that PCs look up: servers, printers, the proxy, and the ones that do not exist',
  1.2,
  (scene, happens, { pc }, at, random) => {
    const { adDomain } = scene.world.organisation;
    const servers = [...scene.role('file'), ...scene.role('application'), ...scene.role('print')];
    const missing = random.next() < 0.18;
    const server = random.pick(servers.length > 0 ? servers : [pc]);
    happens({
      kind: 'dns',
      at,
      host: pc,
      cause: '',
      name: missing
        ? `${random.pick(['wpad', 'isatap', 'sls', 'print-old', 'fs-old'])}.${adDomain}`
        : server.fqdn,
      type: 'A',
      rcode: missing ? 'NXDOMAIN' : 'NOERROR',
      answers: missing ? [] : [server.ip],
      upstream: false,
      port: clientPort(random),
    });
  },
);

export const pcTelemetry = perPc(
  'pc-telemetry',
  'Update services and clouds that PCs ask by themselves through the proxy',
  0.7,
  (scene, happens, { pc, plan }, at, random) => {
    const site = scene.siteOf(random.next() < 0.55 ? 'update' : 'cloud', random);
    if (!site) return;
    const tree = systemTree(scene, pc, plan.bootedAt);
    const asker: Asker = {
      host: pc,
      ip: plan.ip,
      account: '',
      agent: telemetryAgent,
      via: 'proxy',
      by: { process: tree.delivery, session: builtInSession(pc, 'NETWORK SERVICE') },
      cause: '',
    };
    const name = random.pick(site.hosts);
    lookUpSite(scene, happens, at, asker, site, name, random);
    request(
      happens,
      at + 30,
      asker,
      site,
      name,
      { path: random.pick(site.paths), mime: 'application/octet-stream', mu: 8.1, referer: '' },
      random,
    );
  },
);

export const pcClock = perPc(
  'pc-clock',
  'PCs setting their clock by the domain controller',
  0.2,
  (scene, happens, { pc, plan }, at) => {
    const controller = scene.domainController(pc);
    if (!controller) return;
    connect(happens, {
      at,
      host: pc,
      from: { ip: plan.ip, port: 123, host: pc },
      to: endOf(controller, 123),
      service: 'ntp',
      transport: 'udp',
      sent: 120,
      received: 120,
      duration: 0.6,
    });
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

type Luck = (scene: Scene, running: Running, at: SimTime, random: Random) => WorldEvent;

const registry = (
  pc: Host,
  at: SimTime,
  by: { session: Session; process: ProcessRef },
  [key, value, details]: readonly [key: string, value: string, details: string],
): WorldEvent => ({ kind: 'registry', at, host: pc, cause: '', what: 'set', key, value, details, ...by });

const services = 'HKLM\\System\\CurrentControlSet\\Services\\';
const run = '\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run';

/** Values set, each by the program that sets it in life. */
const settings: readonly Luck[] = [
  (scene, { pc, plan }, at) =>
    registry(pc, at, { session: scene.system(pc), process: systemTree(scene, pc, plan.bootedAt).services }, [
      `${services}edgeupdate`,
      'Start',
      'DWORD (0x00000002)',
    ]),
  (scene, { pc, plan }, at, random) =>
    registry(pc, at, { session: scene.system(pc), process: systemTree(scene, pc, plan.bootedAt).services }, [
      `${services}MpKsl${random.hex(8)}`,
      'ImagePath',
      '\\??\\C:\\ProgramData\\Microsoft\\Windows Defender\\Definition Updates\\MpKslDrv.sys',
    ]),
  (scene, { pc, person, plan }, at) => {
    const image = `C:\\Users\\${person.account}\\AppData\\Local\\Microsoft\\OneDrive\\Update\\OneDriveSetup.exe`;
    const process = processRef(scene, pc, image, `"${image}" /update /restart`, at - 4000, 'one-drive');
    return registry(pc, at, { session: plan.session, process }, [
      `HKU\\${person.sid}${run}`,
      'OneDrive',
      `"C:\\Users\\${person.account}\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe" /background`,
    ]);
  },
  (scene, { pc, person, plan }, at, random) => {
    const desk = deskOf(scene, plan);
    const process =
      desk.browserProgram === edge
        ? desk.browser
        : processRef(scene, pc, edge.image, `"${edge.image}"${edge.arguments}`, plan.arrive, 'edge');
    return registry(pc, at, { session: plan.session, process }, [
      `HKU\\${person.sid}${run}`,
      `MicrosoftEdgeAutoLaunch_${random.hex(8).toUpperCase()}`,
      `"${edge.image}" --no-startup-window --win-session-start`,
    ]);
  },
];

/** One in sixty: a maker's tool that starts itself at every logon from now on, as intruders' programs do. */
const selfStarter: Luck = (scene, { pc }, at, random) => {
  const maker = random.pick(['PrintMonitor', 'ScanStation', 'MeetingRoom']);
  const image = `C:\\Program Files (x86)\\${maker}\\setup.exe`;
  const process = processRef(scene, pc, image, `"${image}" /repair`, at - 9000, 'self-starter');
  return registry(pc, at, { session: scene.system(pc), process }, [
    `HKLM${run}`,
    maker,
    `"C:\\Program Files (x86)\\${maker}\\${maker}.exe" -tray`,
  ]);
};

/** The antivirus service asks what a process is; it looks at all of them in turn. */
const inspection: Luck = (scene, { pc, plan }, at) => {
  const { defender, lsass } = systemTree(scene, pc, plan.bootedAt);
  return {
    kind: 'process-access',
    at,
    host: pc,
    cause: '',
    session: scene.system(pc),
    what: 'open',
    process: defender,
    target: lsass,
    access: 0x1000,
    trace:
      'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4e4|C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26030.8-0\\mpsvc.dll+1a2b3',
  };
};

const library: Luck = (scene, { pc, plan }, at, random) => ({
  kind: 'image-load',
  at,
  host: pc,
  cause: '',
  session: scene.system(pc),
  process: systemTree(scene, pc, plan.bootedAt).schedule,
  path: `C:\\Windows\\System32\\${random.pick(['taskschd.dll', 'wbemcomn.dll', 'amsi.dll', 'samlib.dll', 'vaultcli.dll'])}`,
  signed: true,
  signature: 'Microsoft Windows',
  sha256: random.hex(64),
});

/** Pipes of Windows itself keep their names; browsers make new ones. */
const pipe: Luck = (scene, { pc, plan }, at, random) => {
  const base = { kind: 'pipe', at, host: pc, cause: '' } as const;
  const { lsass, dcom } = systemTree(scene, pc, plan.bootedAt);
  const { browser } = deskOf(scene, plan);
  const kind = random.int(4);
  if (kind < 2)
    return {
      ...base,
      what: 'connected',
      name: random.pick(['\\lsass', '\\wkssvc', '\\srvsvc', '\\eventlog']),
      session: scene.system(pc),
      process: kind === 0 ? lsass : dcom,
    };
  const name =
    kind === 2
      ? `\\mojo.${browser.pid}.${4 * (200 + random.int(5000))}.${1e9 + random.int(8e9)}${random.int(1e9)}`
      : `\\LOCAL\\crashpad_${browser.pid}_${random.hex(16).toUpperCase()}`;
  return { ...base, what: 'created', name, session: plan.session, process: browser };
};

export const pcSettings = perPc(
  'pc-settings',
  'Registry values set by services and updaters, libraries loaded, pipes, processes looked at by the antivirus service',
  0.5,
  (scene, happens, running, at, random) => {
    const luck = random.next();
    // Programs of a person write only while that person is logged on.
    const present = !running.quiet && at >= running.plan.arrive && at < running.plan.leave;
    const kind =
      luck < 0.5
        ? random.next() < 1 / 60
          ? selfStarter
          : random.pick(present ? settings : settings.slice(0, 2))
        : luck < 0.7
          ? inspection
          : luck < 0.85 || !present
            ? library
            : pipe;
    happens(kind(scene, running, at, random));
  },
);

export const pcLeases = perPc(
  'pc-leases',
  'DHCP leases renewed at half their time',
  0.25,
  (scene, happens, { pc, plan }, at) => {
    if (!plan.remote)
      happens({
        kind: 'dhcp',
        at,
        host: scene.role('dhcp')[0] ?? pc,
        cause: '',
        what: 'request',
        client: pc,
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
