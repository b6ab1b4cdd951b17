// Commands people and scripts run every day with the programs intruders use too: logon scripts, the questions of
// administrators and of the help desk.
import type { SimTime } from '../../world/entities.ts';
import type { Happens, ProcessRef } from '../../world/event.ts';
import { hashKeys, stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { runProgram } from '../make/process.ts';
import { cmd, powershell, windowsTool } from '../make/programs.ts';
import type { Scene } from '../scene.ts';
import { atMoments, plansIn, within } from './at-work.ts';
import { deskOf } from './desk.ts';
import type { DayPlan } from './plan.ts';

type Line = readonly [tool: string, arguments_: string];

/** A tool of Windows run from a shell. */
function tool(
  scene: Scene,
  happens: Happens,
  plan: DayPlan,
  parent: ProcessRef,
  at: SimTime,
  [name, arguments_]: Line,
  length: number,
): void {
  const { session } = plan;
  const program = windowsTool(name);
  runProgram(scene, happens, { at, session, program, parent, arguments: arguments_ }, length);
}

/** One department in five still have their drives connected by a script of the NETLOGON share. */
const hasScript = (scene: Scene, plan: DayPlan): boolean =>
  hashKeys(scene.seed, plan.person.department.id, 'logon-script') % 5 === 0;

export const logonScripts: Behaviour = {
  id: 'logon-scripts',
  summary: 'Drives connected at logon by a script from the domain controller, in some departments',
  live(scene, slice, happens) {
    for (const plan of plansIn(scene, slice)) {
      if (plan.remote || !within(slice, plan.arrive) || !hasScript(scene, plan)) continue;
      const controller = scene.domainController(plan.person.pc);
      const server = scene.role('file')[0];
      if (!controller || !server) continue;
      const random = stream(scene.seed, plan.person.id, 'logon-script', plan.day);
      const at = plan.arrive + 1500 + random.next() * 900;
      const { session } = plan;
      const shell = runProgram(
        scene,
        happens,
        {
          at,
          session,
          program: cmd,
          parent: deskOf(scene, plan).userinit,
          arguments: ` /c "\\\\${controller.fqdn}\\netlogon\\netlogon.bat"`,
        },
        1400 + random.next() * 900,
      );
      tool(scene, happens, plan, shell, at + 160, ['net.exe', ' use Z: /delete /y'], 210);
      tool(
        scene,
        happens,
        plan,
        shell,
        at + 430,
        ['net.exe', ` use Z: \\\\${server.name}\\common /persistent:no`],
        480,
      );
    }
  },
};

/** What administrators and the help desk ask; the last few are what intruders ask too. */
const questions: readonly Line[] = [
  ['ipconfig.exe', ' /all'],
  ['ipconfig.exe', ' /flushdns'],
  ['PING.EXE', ' {server}'],
  ['nslookup.exe', ' {server}'],
  ['tracert.exe', ' -d {server}'],
  ['NETSTAT.EXE', ' -ano'],
  ['tasklist.exe', ' /svc'],
  ['gpresult.exe', ' /r'],
  ['gpupdate.exe', ' /force'],
  ['hostname.exe', ''],
  ['query.exe', ' user /server:{server}'],
  ['systeminfo.exe', ''],
  ['whoami.exe', ' /groups'],
  ['sc.exe', ' query spooler'],
  ['schtasks.exe', ' /query /fo LIST'],
  ['net.exe', ' user {account} /domain'],
  ['net.exe', ' view \\\\{server}'],
  ['nltest.exe', ' /sc_query:{domain}'],
];

/** What people who use PowerShell have cmdlets for. */
const ofTheShell = new Set(['schtasks.exe', 'nslookup.exe', 'sc.exe', 'tasklist.exe']);
const fromPowerShell = questions.filter(([name]) => !ofTheShell.has(name));

export const consoles: Behaviour = {
  id: 'consoles',
  summary: 'Administrators and the help desk with a shell open, asking host, network and directory',
  live(scene, slice, happens) {
    const { adDomain } = scene.world.organisation;
    atMoments(
      scene,
      slice,
      'consoles',
      ({ person }) => (person.duty === 'system-administrator' ? 5 : person.duty === 'help-desk' ? 3 : 0.02),
      (plan, at, random) => {
        const servers = scene.windowsServers;
        const usesPowerShell = random.next() < 0.35;
        const asked = usesPowerShell ? fromPowerShell : questions;
        const length = 30_000 + random.next() * 400_000;
        const shell = runProgram(
          scene,
          happens,
          {
            at,
            session: plan.session,
            program: usesPowerShell ? powershell : cmd,
            parent: deskOf(scene, plan).explorer,
            arguments: '',
          },
          length,
        );
        if (usesPowerShell) {
          const base = {
            kind: 'powershell',
            host: plan.person.pc,
            cause: '',
            session: plan.session,
            process: shell,
            text: '',
            path: '',
          } as const;
          happens({ ...base, at: at + 380, what: 'engine-start' });
        }
        let when = at + 4000;
        for (let n = 1 + random.int(4); n > 0 && when < at + length - 5000; n--) {
          const [name, arguments_] = random.pick(asked);
          const server = servers.length > 0 ? random.pick(servers).name : 'localhost';
          const account = random.pick(scene.people).account;
          const text = arguments_
            .replace('{server}', server)
            .replace('{account}', account)
            .replace('{domain}', adDomain);
          tool(scene, happens, plan, shell, when, [name, text], 90 + random.next() * 3000);
          when += 5000 + random.next() * 40_000;
        }
      },
    );
  },
};
