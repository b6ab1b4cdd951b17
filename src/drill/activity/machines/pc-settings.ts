// What Sysmon sees of a PC at rest: values set, libraries loaded, pipes, processes looked at.
import type { Host, SimTime } from '../../world/entities.ts';
import type { ProcessRef, Session, WorldEvent } from '../../world/event.ts';
import type { Random } from '../../world/random.ts';
import { edge } from '../make/programs.ts';
import { processRef, systemTree } from '../make/session.ts';
import { deskOf } from '../people/desk.ts';
import type { Scene } from '../scene.ts';
import { perPc, type Running } from './running-pcs.ts';

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
