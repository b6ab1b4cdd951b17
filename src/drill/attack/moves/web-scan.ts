// The public site is looked over for holes: many requests that find nothing.
import { Type } from 'typebox';
import { publicSite } from '../../run/public.ts';
import { addressBlocked, inRebuild } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { alarm, visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

const paths = [
  '/admin/',
  '/login',
  '/wp-login.php',
  '/phpmyadmin/',
  '/.git/config',
  '/backup.zip',
  '/cgi-bin/',
  '/api/',
  '/search',
  '/old/',
  '/test/',
  '/upload/',
  '/robots.txt',
  '/server-status',
];

export const webScan: Move = {
  id: 'web-scan',
  title: { ja: '公開サイトの弱点を探す', en: 'Looks for holes in the public site' },
  summary: {
    ja: '公開サイトに多数の探索要求を送る。',
    en: 'Sends many probing requests to the public site.',
  },
  parameters: parameters({
    address: castName('Address it comes from'),
    requests: Type.Optional(count('Number of requests')),
    agent: Type.Optional(Type.String()),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const address = operation.address('address');
    const server = publicSite(run.scene);
    operation.left('ip', address);
    operation.touched(server);
    for (let i = 0; i < operation.number('requests', 180); i++) {
      if (inRebuild(run.situation, server, run.now)) return failed('target-unreachable');
      if (addressBlocked(run.situation, address)) return failed('address-blocked');
      const random = operation.random(`request ${i}`);
      const path = random.pick(paths);
      visit(trail, server, address, {
        path: random.chance(0.4) ? `${path}${random.hex(4)}` : path,
        status: path === '/search' || path === '/login' ? 200 : random.chance(0.1) ? 403 : 404,
        bytes: 420,
        agent: operation.text('agent', 'Mozilla/5.0 (compatible; sitecheck/1.4)'),
      });
      if (i === 12)
        alarm(
          trail,
          server,
          {
            signature: 9_000_101,
            name: 'SCAN requests for known weak web paths',
            category: 'Web Application Attack',
          },
          { ip: address, port: 41_022 },
          { ip: run.world.organisation.publicWeb, port: 443 },
        );
      yield seconds(0.4 + 2 * random.next());
    }
    return done;
  },
};
