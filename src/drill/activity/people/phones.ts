// Smartphones: on the wireless network while their owner is in, chatting with clouds past the proxy.
import { stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { type Asker, lookUpSite, request } from '../make/outgoing.ts';
import { hourMs } from '../slice.ts';
import { plansIn, within } from './at-work.ts';

const agents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.3 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 16; Mobile) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Mobile Safari/537.36',
];
const perHour = 2.2;

export const phones: Behaviour = {
  id: 'phones',
  summary: 'Smartphones joining the wireless network and talking to clouds',
  live(scene, slice, happens) {
    for (const plan of plansIn(scene, slice)) {
      const phone = plan.person.smartphone;
      if (!phone || plan.remote) continue;
      const random = stream(scene.seed, phone.name, 'phone', slice.index);
      if (within(slice, plan.arrive))
        happens({
          kind: 'dhcp',
          at: plan.arrive + 1500 + random.next() * 60_000,
          host: scene.role('dhcp')[0] ?? phone,
          cause: '',
          what: 'discover',
          client: phone,
        });
      const from = Math.max(slice.from, plan.arrive);
      const to = Math.min(slice.to, plan.leave);
      if (to <= from) continue;
      const asker: Asker = {
        host: phone,
        ip: phone.ip,
        account: '',
        agent: agents[plan.person.index % 2]!,
        via: 'direct',
        by: {},
        cause: '',
      };
      for (let n = random.poisson((perHour * (to - from)) / hourMs); n > 0; n--) {
        const at = from + random.next() * (to - from);
        const site = scene.siteOf(
          random.pick(['cloud', 'cloud', 'social', 'search', 'news', 'video']),
          random,
        );
        if (!site) continue;
        const name = random.pick(site.hosts);
        lookUpSite(scene, happens, at, asker, site, name, random);
        request(
          happens,
          at + 45,
          asker,
          site,
          name,
          { path: '/', mime: 'application/json', mu: 8.6, referer: '' },
          random,
        );
      }
    }
  },
};
