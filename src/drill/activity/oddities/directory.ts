// What looks odd at the directory and is not: accounts made in one go, tickets of old machines.
import { stream } from '../../world/random.ts';
import { clientPort } from '../make/logon.ts';
import { personSession } from '../make/session.ts';
import { poissonIn } from '../moments.ts';
import { plansIn, within } from '../people/at-work.ts';
import { serviceAccount } from '../servers/windows.ts';
import { oddity } from './oddity.ts';

export const newAccounts = oddity(
  'new-accounts',
  'Accounts of new people made in one go, put into groups, some into powerful ones for a day',
  (scene, slice, happens, cause) => {
    const controller = scene.role('domain-controller')[0];
    const { domainSid } = scene.world.organisation;
    if (!controller) return;
    for (const plan of plansIn(scene, slice)) {
      if (plan.person !== scene.administrators[0]) continue;
      const at = plan.arrive + 95 * 60_000;
      if (!within(slice, at)) continue;
      const random = stream(scene.seed, cause, plan.day);
      const by = personSession(scene, plan.person, controller, `accounts:${plan.day}`);
      const count = 2 + random.int(1 + Math.ceil(scene.people.length / 400));
      for (let n = 0; n < count; n++) {
        const target = {
          account: `saiyo${random.hex(4)}`,
          sid: `${domainSid}-${60_000 + random.int(9000)}`,
        };
        const base = { kind: 'account-change', host: controller, cause, target, by } as const;
        const when = at + n * 1700;
        happens({ ...base, at: when, what: 'created' });
        happens({ ...base, at: when + 90, what: 'password-reset' });
        happens({ ...base, at: when + 130, what: 'enabled' });
        happens({
          ...base,
          at: when + 400,
          what: 'group-added',
          group: {
            name: n === 0 ? 'Backup Operators' : 'Staff',
            sid: n === 0 ? 'S-1-5-32-551' : `${domainSid}-1190`,
            scope: n === 0 ? 'local' : 'global',
          },
        });
      }
    }
  },
);

export const oldTickets = oddity(
  'old-tickets',
  'An old multi-function printer server asks for service tickets with RC4 twice a day',
  (scene, slice, happens, cause) => {
    const host = scene.role('print').find(one => one.kind === 'server');
    const who = serviceAccount(scene, 'svcprint');
    const controller = scene.role('domain-controller')[0];
    if (!host || !who || !controller) return;
    poissonIn(scene, slice, host.name, cause, 0.08, (at, random) =>
      happens({
        kind: 'ticket',
        at,
        host: controller,
        cause,
        what: 'service',
        account: who.account,
        sid: who.sid,
        service: serviceAccount(scene, 'svcsql')?.account ?? `${host.name}$`,
        client: { ip: host.ip, port: clientPort(random), name: host.name },
        status: 0,
        encryption: 0x17,
        options: 0x40810000,
      }),
    );
  },
);
