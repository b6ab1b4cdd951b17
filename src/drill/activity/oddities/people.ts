// People whose honest work looks like an intrusion.
import { addressIn, sizeOf } from '../../world/address.ts';
import type { Person } from '../../world/entities.ts';
import { hashKeys, stream } from '../../world/random.ts';
import { outsider } from '../background/visitors.ts';
import { networkLogon, smbConnection, ticket } from '../make/logon.ts';
import { endProcess, startProcess } from '../make/process.ts';
import { archiver, cmd, excel, powershell } from '../make/programs.ts';
import { personSession, personWho } from '../make/session.ts';
import { atMoments, plansIn, within } from '../people/at-work.ts';
import { deskOf } from '../people/desk.ts';
import { shareFor } from '../people/files.ts';
import { oddity } from './oddity.ts';

export const macroWorkbooks = oddity(
  'macro-workbook',
  'Workbooks with macros start a shell and a script to convert data, as accounting has done for years',
  (scene, slice, happens, cause) => {
    atMoments(
      scene,
      slice,
      cause,
      () => 0.004,
      (plan, at, random) => {
        const { session, person } = plan;
        const book = startProcess(scene, happens, {
          at,
          session,
          program: excel,
          parent: deskOf(scene, plan).explorer,
          arguments: ` "C:\\Users\\${person.account}\\Documents\\集計_${1 + random.int(12)}月.xlsm"`,
          cause,
        });
        const shell = startProcess(scene, happens, {
          at: at + 22_000,
          session,
          program: cmd,
          parent: book,
          arguments: ' /c C:\\Tools\\convert.bat',
          cause,
        });
        const script = startProcess(scene, happens, {
          at: at + 22_600,
          session,
          program: powershell,
          parent: shell,
          arguments: ' -ExecutionPolicy Bypass -WindowStyle Hidden -File C:\\Tools\\convert.ps1',
          cause,
        });
        happens({
          kind: 'powershell',
          at: at + 23_400,
          host: person.pc,
          cause,
          what: 'script',
          text: 'Get-ChildItem .\\in\\*.csv | ForEach-Object { Import-Csv $_ -Encoding Default | Export-Csv ".\\out\\$($_.Name)" -Encoding UTF8 -NoTypeInformation }',
          path: 'C:\\Tools\\convert.ps1',
          session,
          process: script,
        });
        endProcess(happens, at + 31_000, session, script, cause);
        endProcess(happens, at + 31_300, session, shell, cause);
        endProcess(happens, at + 300_000, session, book, cause);
      },
    );
  },
);

/** People whose telephone still has last month's password. */
const forgetful = (scene: { seed: number }, person: Person): boolean =>
  hashKeys(scene.seed, person.id, 'stale-password') % 400 === 0;

export const stalePasswords = oddity(
  'stale-password',
  'Telephones that try an old password every quarter of an hour until the account is locked',
  (scene, slice, happens, cause) => {
    const server = scene.role('mail')[0];
    if (!server) return;
    for (const plan of plansIn(scene, slice)) {
      if (!forgetful(scene, plan.person) || slice.from < plan.arrive || slice.to > plan.leave) continue;
      const random = stream(scene.seed, plan.person.id, cause, slice.index);
      const who = personWho(scene, plan.person);
      const controller = scene.domainController(server);
      for (let n = 0; n < 2; n++) {
        const at = slice.from + n * 300_000 + random.next() * 5000;
        ticket(scene, happens, at, random, who, { host: server, ip: server.ip }, 'preauth-failed', 'krbtgt', {
          status: 0x18,
          cause,
        });
      }
      if (controller && random.next() < 0.03)
        happens({
          kind: 'account-change',
          at: slice.from + 306_000,
          host: controller,
          cause,
          what: 'locked',
          target: { account: who.account, sid: who.sid },
          by: scene.system(controller),
          from: server.name,
        });
    }
  },
);

export const collecting = oddity(
  'collecting',
  'Somebody reads a whole folder in minutes and packs it, to hand a project over',
  (scene, slice, happens, cause) => {
    atMoments(
      scene,
      slice,
      cause,
      () => 0.003,
      (plan, at, random) => {
        const share = shareFor(scene, plan.person, random);
        if (!share) return;
        const client = { host: plan.person.pc, ip: plan.ip };
        const { session, port } = networkLogon(scene, happens, random, {
          at,
          who: personWho(scene, plan.person),
          from: client,
          to: share.host,
          length: 300_000,
          cause,
        });
        const count = Math.min(share.files.length, 60 + random.int(140));
        let received = 5000;
        for (let n = 0; n < count; n++) {
          const file = share.files[n]!;
          received += file.bytes;
          happens({
            kind: 'share-access',
            at: at + 500 + n * 900 + random.next() * 600,
            host: share.host,
            cause,
            share: share.unc,
            path: file.path,
            what: 'read',
            bytes: file.bytes,
            session,
            client: { ...client, port },
            ok: true,
          });
        }
        smbConnection(
          happens,
          at,
          { ...client, port },
          share.host,
          { sent: 2000 + count * 420, received },
          1000 + count * 1200,
          cause,
        );
        const process = startProcess(scene, happens, {
          at: at + 260_000,
          session: plan.session,
          program: archiver,
          parent: deskOf(scene, plan).explorer,
          arguments: ` a -tzip C:\\Users\\${plan.person.account}\\Desktop\\引き継ぎ.zip C:\\Users\\${plan.person.account}\\Desktop\\引き継ぎ`,
          cause,
        });
        happens({
          kind: 'file',
          at: at + 290_000,
          host: plan.person.pc,
          cause,
          what: 'create',
          path: `C:\\Users\\${plan.person.account}\\Desktop\\引き継ぎ.zip`,
          bytes: 40_000_000 + random.int(90_000_000),
          session: plan.session,
          process,
        });
      },
    );
  },
);

export const travel = oddity(
  'travel',
  'People on a journey abroad log on to the VPN from addresses nobody knows, at odd hours',
  (scene, slice, happens, cause) => {
    const gateway = scene.role('vpn')[0];
    if (!gateway) return;
    const random = stream(scene.seed, cause, slice.index);
    // About one an evening for each 1,500 people.
    for (let n = random.poisson(scene.people.length / 1500 / 144); n > 0; n--) {
      const person = random.pick(scene.people);
      const from = outsider(scene, random, true);
      const at = slice.from + 2000 + random.next() * 500_000;
      const base = { kind: 'vpn', host: gateway, cause, account: person.account, from, person } as const;
      if (random.next() < 0.5)
        happens({
          ...base,
          at,
          what: 'failed',
          assigned: '',
          sent: 0,
          received: 0,
          duration: 0,
          reason: 'bad-password',
        });
      const assigned = scene.world.organisation.segments.find(segment => segment.zone === 'vpn');
      if (!assigned) return;
      const ip = addressIn(assigned.cidr, sizeOf(assigned.cidr) - 2 - random.int(200));
      happens({
        ...base,
        at: at + 20_000,
        what: 'connect',
        assigned: ip,
        sent: 0,
        received: 0,
        duration: 0,
        reason: '',
      });
      happens({
        ...base,
        at: at + 580_000,
        what: 'disconnect',
        assigned: ip,
        sent: 900_000,
        received: 14_000_000,
        duration: 560_000,
        reason: 'user request',
      });
    }
  },
);

export const unwantedSoftware = oddity(
  'unwanted-software',
  'The antivirus program finds advertising bundled with free tools, and a false alarm in a home-made one',
  (scene, slice, happens, cause) => {
    atMoments(
      scene,
      slice,
      cause,
      () => 0.004,
      (plan, at, random) => {
        const base = {
          kind: 'antivirus',
          host: plan.person.pc,
          cause,
          threat: random.pick([
            'PUA:Win32/Bundler.A',
            'Adware:Win32/Toolbar.B',
            'PUADlManager:Win32/Offer',
            'Trojan:Win32/Wacatac.B!ml',
          ]),
          path: `C:\\Users\\${plan.person.account}\\Downloads\\${random.pick(['pdf_tool_setup.exe', 'free_converter.exe', '集計ツール.exe', 'driver_update.exe'])}`,
          user: plan.person.account,
        } as const;
        happens({ ...base, at, what: 'detected' });
        happens({ ...base, at: at + 4000 + random.next() * 9000, what: 'cleaned' });
      },
    );
  },
);

export const helpers = oddity(
  'explicit-credentials',
  'Administrators use a second account for single programs, once in a fortnight or so',
  (scene, slice, happens, cause) => {
    for (const plan of plansIn(scene, slice)) {
      if (plan.person.duty !== 'system-administrator') continue;
      const at = plan.arrive + 45 * 60_000;
      if (!within(slice, at) || hashKeys(scene.seed, plan.person.id, cause, plan.day) % 10 !== 0) continue;
      happens({
        kind: 'logon',
        at,
        host: plan.person.pc,
        cause,
        session: personSession(scene, plan.person, plan.person.pc, `elevated:${plan.day}`),
        type: 9,
        ok: true,
        method: 'kerberos',
        elevated: true,
        by: plan.session,
      });
    }
  },
);
