// The password of who looks after the pages is guessed; through the tool for editing a page is left to command the server by.

import { Type } from 'typebox';
import { publicSite } from '../../run/public.ts';
import { addressBlocked, inRebuild, isolated } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters, webPage } from './shared.ts';

export const cmsLogin: Move = {
  id: 'cms-login',
  title: {
    ja: 'ページ編集の画面のパスワードを破る',
    en: 'Guesses the password of the tool pages are edited with',
  },
  summary: {
    ja: 'ページ編集の管理画面へパスワードを試し、入れたら裏口のページを置く。',
    en: 'Tries passwords at the page editor and, once in, leaves a page to command the server by.',
  },
  parameters: parameters({
    address: castName('Address it comes from'),
    shell: Type.String({ description: 'Name of the page left' }),
    tries: Type.Optional(count('Passwords tried')),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { situation } = run;
    const address = operation.address('address');
    const server = publicSite(run.scene);
    operation.left('ip', address);
    operation.touched(server);
    const tries = operation.number('tries', 90);
    for (let i = 0; i < tries; i++) {
      if (inRebuild(run.situation, server, run.now)) return failed('target-unreachable');
      if (addressBlocked(situation, address)) return failed('address-blocked');
      if (isolated(situation, server)) return failed('target-unreachable');
      const limited = situation.patched.has(server.name);
      const last = i === tries - 1;
      visit(trail, server, address, {
        method: 'POST',
        path: '/admin/login.php',
        status: limited ? 429 : last ? 302 : 200,
        bytes: 2900,
        sent: 260,
        agent: 'Mozilla/5.0 (X11; Linux x86_64)',
      });
      if (limited && i > 12) return failed('hole-closed');
      yield seconds(3 + operation.random(`try ${i}`).int(8));
    }
    webPage(operation, server, address, `/files/${operation.text('shell')}`, '/admin/upload.php');
    return done;
  },
};
