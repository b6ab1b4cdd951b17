// Working from outside: the VPN from logon to logoff, with a break now and then and the odd wrong password.
import { stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { plansIn, within } from './at-work.ts';

export const vpn: Behaviour = {
  id: 'vpn',
  summary: 'People at home connecting to the VPN in the morning and leaving it in the evening',
  live(scene, slice, happens) {
    const gateway = scene.role('vpn')[0];
    if (!gateway) return;
    for (const plan of plansIn(scene, slice)) {
      if (!plan.remote) continue;
      const { person } = plan;
      const random = stream(scene.seed, person.id, 'vpn', plan.day);
      const opened = plan.arrive + 3000 + random.next() * 12_000;
      const base = {
        kind: 'vpn',
        host: gateway,
        cause: '',
        account: person.account,
        from: person.home,
        person,
      } as const;
      const wrong = random.chance(0.07);
      if (within(slice, plan.arrive)) {
        if (wrong)
          happens({
            ...base,
            at: opened,
            what: 'failed',
            assigned: '',
            sent: 0,
            received: 0,
            duration: 0,
            reason: 'bad-password',
          });
        happens({
          ...base,
          at: opened + (wrong ? 16_000 : 1200),
          what: 'connect',
          assigned: plan.ip,
          sent: 0,
          received: 0,
          duration: 0,
          reason: '',
        });
      }
      if (within(slice, plan.leave))
        happens({
          ...base,
          at: plan.leave + 1500,
          what: 'disconnect',
          assigned: plan.ip,
          sent: Math.round(random.lognormal(18.2, 0.8)),
          received: Math.round(random.lognormal(19.6, 0.8)),
          duration: plan.leave + 1500 - opened,
          reason: random.chance(0.12) ? 'timeout' : 'user request',
        });
    }
  },
};
