// The asset agent of an older version on one PC in sixteen: once a day it asks what is installed, by a script.
import { hashKeys, stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { lookUpSite, request } from '../make/outgoing.ts';
import { runProgram } from '../make/process.ts';
import { powershell, windowsTool } from '../make/programs.ts';
import { processRef } from '../make/session.ts';
import { plansIn, within } from '../people/at-work.ts';

/** What Invoke-WebRequest calls itself on Windows 11 with Japanese settings. */
const webRequestAgent = 'Mozilla/5.0 (Windows NT; Windows NT 10.0; ja-JP) WindowsPowerShell/5.1.22621.4391';

const image = 'C:\\Program Files\\AssetAgent\\agent.exe';

export const inventory: Behaviour = {
  id: 'inventory',
  summary: 'The asset agent of some PCs collects what is installed, by PowerShell and a command, once a day',
  live(scene, slice, happens) {
    for (const plan of plansIn(scene, slice)) {
      const { pc } = plan.person;
      const own = hashKeys(scene.seed, pc.name, 'inventory');
      const at = plan.arrive + (20 + (own % 200)) * 60_000;
      if (own % 16 !== 0 || !within(slice, at) || at > plan.leave) continue;
      const random = stream(scene.seed, pc.name, 'inventory', plan.day);
      const session = scene.system(pc);
      const parent = processRef(
        scene,
        pc,
        image,
        `"${image}" -service`,
        plan.bootedAt + 160_000,
        'inventory',
      );
      const length = 9000 + random.next() * 20_000;
      const script = runProgram(
        scene,
        happens,
        {
          at,
          session,
          program: powershell,
          parent,
          arguments: ' -NoLogo -NonInteractive -File "C:\\Program Files\\AssetAgent\\collect.ps1"',
        },
        length,
      );
      const base = { kind: 'powershell', host: pc, cause: '', session, process: script } as const;
      happens({ ...base, at: at + 350, what: 'engine-start', text: '', path: '' });
      happens({
        ...base,
        at: at + 700,
        what: 'script',
        text: 'Get-ItemProperty HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\* | Select-Object DisplayName, DisplayVersion, Publisher | Export-Csv C:\\ProgramData\\AssetAgent\\software.csv -Encoding UTF8 -NoTypeInformation',
        path: 'C:\\Program Files\\AssetAgent\\collect.ps1',
      });
      if (own % 3 !== 0) continue;
      const site = scene.siteOf('cloud', stream(scene.seed, 'inventory', 'maker'));
      if (site) {
        // Names of products come from its maker, through the proxy and past any browser.
        const mine = stream(scene.seed, pc.name, 'inventory', 'catalogue', plan.day);
        const [name] = site.hosts;
        const asker = {
          host: pc,
          ip: plan.ip,
          account: '',
          agent: webRequestAgent,
          via: 'proxy',
          by: { process: script, session },
          cause: '',
        } as const;
        lookUpSite(scene, happens, at + 900, asker, site, name!, mine);
        request(
          happens,
          at + 960,
          asker,
          site,
          name!,
          { path: '/catalogue/v3/products.json', mime: 'application/json', mu: 11.2, referer: '' },
          mine,
        );
      }
      const program = windowsTool('systeminfo.exe');
      runProgram(
        scene,
        happens,
        { at: at + length + 290, session, program, parent, arguments: ' /fo csv' },
        5400,
      );
    }
  },
};
