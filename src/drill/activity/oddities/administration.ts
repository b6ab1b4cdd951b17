// Administrators at work with the tools intruders like: scripts, remote services, deployment, remote desktop.
import { Buffer } from 'node:buffer';
import { stream } from '../../world/random.ts';
import { runningPcs } from '../machines/running-pcs.ts';
import { connect, endOf } from '../make/connection.ts';
import { networkLogon } from '../make/logon.ts';
import { endProcess, startProcess } from '../make/process.ts';
import { cmd, powershell } from '../make/programs.ts';
import { personWho, systemTree } from '../make/session.ts';
import { everyMinutes } from '../moments.ts';
import { atMoments } from '../people/at-work.ts';
import { deskOf } from '../people/desk.ts';
import { serviceAccount } from '../servers/windows.ts';
import { oddity } from './oddity.ts';

const inventory = [
  'Get-CimInstance Win32_OperatingSystem | Select-Object CSName, Version, LastBootUpTime | Export-Csv -Append -Encoding UTF8 \\\\FS01\\common\\inventory\\os.csv',
  'Get-ADUser -Filter {Enabled -eq $true} -Properties LastLogonDate | Where-Object { $_.LastLogonDate -lt (Get-Date).AddDays(-90) } | Export-Csv C:\\Work\\unused.csv',
  'Get-HotFix | Sort-Object InstalledOn -Descending | Select-Object -First 10',
  'Get-ADComputer -Filter * | ForEach-Object { Test-Connection -Count 1 -Quiet $_.DNSHostName }',
  'Get-EventLog -LogName System -EntryType Error -Newest 50 | Format-Table -AutoSize',
];

/** PowerShell takes a command in UTF-16 and Base64: what tools pass, and what looks like hiding. */
const encoded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

export const inventoryScripts = oddity(
  'inventory-script',
  'Administrators run encoded PowerShell and reach many servers by remote management',
  (scene, slice, happens, cause) => {
    atMoments(
      scene,
      slice,
      cause,
      plan => (plan.person.duty === 'system-administrator' ? 0.5 : 0),
      (plan, at, random) => {
        const { pc } = plan.person;
        const text = random.pick(inventory);
        const desk = deskOf(scene, plan);
        const hidden = random.next() < 0.5;
        const process = startProcess(scene, happens, {
          at,
          session: plan.session,
          program: powershell,
          parent: desk.explorer,
          arguments: hidden
            ? ` -NoProfile -ExecutionPolicy Bypass -EncodedCommand ${encoded(text)}`
            : ` -NoProfile -ExecutionPolicy Bypass -File C:\\Work\\inventory.ps1`,
          integrity: 'High',
          cause,
        });
        const base = { kind: 'powershell', host: pc, cause, session: plan.session, process } as const;
        happens({ ...base, at: at + 420, what: 'engine-start', text: '', path: '' });
        happens({
          ...base,
          at: at + 900,
          what: 'script',
          text,
          path: hidden ? '' : 'C:\\Work\\inventory.ps1',
        });
        // Most scripts ask the directory or read files; one in eight goes to servers.
        const count = random.next() < 0.125 ? Math.min(scene.windowsServers.length, 1 + random.int(2)) : 0;
        for (let n = 0; n < count; n++) {
          const server = scene.windowsServers[(random.int(97) + n) % scene.windowsServers.length]!;
          const when = at + 1500 + n * 2400;
          const { session, port } = networkLogon(scene, happens, random, {
            at: when,
            who: personWho(scene, plan.person),
            from: { host: pc, ip: plan.ip },
            to: server,
            elevated: true,
            length: 20_000,
            cause,
          });
          connect(happens, {
            at: when,
            host: pc,
            from: { ip: plan.ip, port, host: pc },
            to: endOf(server, 5985),
            service: 'winrm',
            sent: 9000,
            received: random.lognormal(9.6, 0.9),
            duration: 19_000,
            cause,
          });
          const tree = systemTree(scene, server, server.bootedAt);
          startProcess(scene, happens, {
            at: when + 160,
            session,
            program: {
              image: 'C:\\Windows\\System32\\wsmprovhost.exe',
              company: 'Microsoft Corporation',
              description: 'Host process for WinRM plug-ins',
              arguments: ' -Embedding',
            },
            parent: tree.dcom,
            integrity: 'High',
            cause,
          });
        }
        endProcess(happens, at + 60_000, plan.session, process, cause);
      },
    );
  },
);

export const remoteHelp = oddity(
  'remote-help',
  'The help desk starts programs on PCs through a service installed for the moment',
  (scene, slice, happens, cause) => {
    atMoments(
      scene,
      slice,
      cause,
      plan =>
        plan.person.duty === 'help-desk' ? 2.2 : plan.person.duty === 'system-administrator' ? 0.3 : 0,
      (plan, at, random) => {
        // Drawn from all people, so that who else is in today changes nothing here.
        const user = random.pick(scene.people);
        const day = scene.plan(user, scene.dayOf(at));
        if (!day || day.remote || user === plan.person || at < day.arrive || at > day.leave) return;
        const { pc } = user;
        const { session, port } = networkLogon(scene, happens, random, {
          at,
          who: personWho(scene, plan.person),
          from: { host: plan.person.pc, ip: plan.ip },
          to: pc,
          elevated: true,
          length: 90_000,
          cause,
        });
        connect(happens, {
          at,
          host: plan.person.pc,
          from: { ip: plan.ip, port, host: plan.person.pc },
          to: { ip: day.ip, port: 445, host: pc },
          service: 'smb',
          sent: 410_000,
          received: 9000,
          duration: 90_000,
          cause,
        });
        happens({
          kind: 'share-access',
          at: at + 30,
          host: pc,
          cause,
          share: `\\\\${pc.name}\\ADMIN$`,
          path: '',
          what: 'connect',
          bytes: 0,
          session,
          client: { host: plan.person.pc, ip: plan.ip, port },
          ok: true,
        });
        const service = {
          kind: 'service',
          host: pc,
          cause,
          name: 'PSEXESVC',
          display: 'PSEXESVC',
          path: '%SystemRoot%\\PSEXESVC.exe',
          account: 'LocalSystem',
          startType: 'demand start',
          by: session,
        } as const;
        happens({ ...service, at: at + 700, what: 'installed' });
        happens({ ...service, at: at + 900, what: 'started' });
        const tree = systemTree(scene, pc, day.bootedAt);
        const system = scene.system(pc);
        const helper = startProcess(scene, happens, {
          at: at + 950,
          session: system,
          program: {
            image: 'C:\\Windows\\PSEXESVC.exe',
            company: 'Sysinternals',
            description: 'PsExec Service',
            arguments: '',
          },
          parent: tree.services,
          cause,
        });
        const line = random.pick([
          'ipconfig /all',
          'gpupdate /force',
          'net user',
          'sc query spooler',
          'net stop spooler & net start spooler',
          'systeminfo',
        ]);
        const shell = startProcess(scene, happens, {
          at: at + 1300,
          session: system,
          program: cmd,
          parent: helper,
          arguments: ` /c ${line}`,
          cause,
        });
        endProcess(happens, at + 9000 + random.next() * 20_000, system, shell, cause);
        happens({ ...service, at: at + 60_000, what: 'stopped' });
      },
    );
  },
);

export const deployment = oddity(
  'deployment',
  'Software distribution logs on to one PC in twelve in an hour, installs a service and a task',
  (scene, slice, happens, cause) => {
    const who = serviceAccount(scene, 'svcdeploy');
    const source = scene.role('update')[0];
    if (!who || !source) return;
    const day = scene.dayOf(slice.from);
    const hour = (slice.from - scene.dayStart(day)) / 3_600_000;
    if (!scene.workingDay(day) || hour < 14 || hour >= 15) return;
    for (const { pc, plan, quiet } of runningPcs(scene, slice)) {
      const random = stream(scene.seed, pc.name, cause, slice.index);
      if (quiet || plan.remote || random.next() > 1 / 72) continue;
      const at = slice.from + random.next() * (slice.to - slice.from);
      if (at > plan.leave || at < plan.arrive) continue;
      const { session, port } = networkLogon(scene, happens, random, {
        at,
        who,
        from: { host: source, ip: source.ip },
        to: pc,
        elevated: true,
        length: 120_000,
        cause,
      });
      connect(happens, {
        at,
        host: source,
        from: endOf(source, port),
        to: { ip: plan.ip, port: 445, host: pc },
        service: 'smb',
        sent: 38_000_000 + random.int(400_000),
        received: 30_000,
        duration: 118_000,
        cause,
      });
      happens({
        kind: 'service',
        at: at + 40_000,
        host: pc,
        cause,
        what: 'installed',
        name: 'AssetAgent',
        display: 'Asset Agent',
        path: '"C:\\Program Files\\AssetAgent\\agent.exe" -service',
        account: 'LocalSystem',
        startType: 'auto start',
        by: session,
      });
      happens({
        kind: 'task',
        at: at + 52_000,
        host: pc,
        cause,
        what: 'created',
        name: '\\AssetAgent\\Report',
        command: 'C:\\Program Files\\AssetAgent\\agent.exe',
        arguments: '-report',
        by: session,
      });
      const tree = systemTree(scene, pc, plan.bootedAt);
      const byHand = random.next() < 0.1;
      startProcess(scene, happens, {
        at: at + 41_000,
        session: scene.system(pc),
        program: {
          image: 'C:\\Windows\\System32\\msiexec.exe',
          company: 'Microsoft Corporation',
          description: 'Windows® installer',
          // The installer service does the work; here and there the package has to be pushed by hand.
          arguments: byHand ? ' /i C:\\Windows\\Temp\\AssetAgent-4.2.msi /qn' : ' /V',
          ...(byHand ? {} : { bare: 'C:\\Windows\\system32\\msiexec.exe' }),
        },
        parent: byHand ? tree.dcom : tree.services,
        cause,
      });
    }
  },
);

export const maintenance = oddity(
  'maintenance',
  'Administrators on servers by remote desktop late in the evening, stopping and starting services',
  (scene, slice, happens, cause) => {
    const jump = scene.role('jump')[0];
    if (!jump || scene.windowsServers.length === 0) return;
    everyMinutes(scene, slice, jump.name, cause, 1440, 22 * 60 + 20, (at, random) => {
      if (scene.administrators.length === 0) return;
      const person = random.pick(scene.administrators);
      const server = random.pick(scene.windowsServers);
      const { session, port } = networkLogon(scene, happens, random, {
        at,
        who: personWho(scene, person),
        from: { host: jump, ip: jump.ip },
        to: server,
        type: 10,
        elevated: true,
        length: 480_000,
        cause,
      });
      connect(happens, {
        at,
        host: jump,
        from: endOf(jump, port),
        to: endOf(server, 3389),
        service: 'rdp',
        sent: 900_000,
        received: 14_000_000,
        duration: 480_000,
        cause,
      });
      for (const [index, name] of ['Spooler', 'W32Time'].entries()) {
        const base = {
          kind: 'service',
          host: server,
          cause,
          name,
          display: name === 'Spooler' ? 'Print Spooler' : 'Windows Time',
          path:
            name === 'Spooler'
              ? 'C:\\Windows\\System32\\spoolsv.exe'
              : 'C:\\Windows\\system32\\svchost.exe -k LocalService',
          account: 'LocalSystem',
          startType: 'auto start',
          by: session,
        } as const;
        happens({ ...base, at: at + 60_000 + index * 9000, what: 'stopped' });
        happens({ ...base, at: at + 75_000 + index * 9000, what: 'started' });
      }
      happens({
        kind: 'system',
        at: at + 200_000,
        host: server,
        cause,
        what: 'audit-policy',
        detail: '%%8274 | %%12802 | %%8448',
        by: session,
      });
    });
  },
);
