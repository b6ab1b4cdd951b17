// A DNS name is refused by the name servers and the proxy.

import { form, nameField } from './form.ts';
import { connectionTo } from './known-sites.ts';
import { type Action, did, noEffect } from './order.ts';

export const blockName: Action = {
  id: 'block-name',
  group: 'block',
  title: { ja: 'ドメイン名を遮断', en: 'Block a name' },
  summary: {
    ja: 'この名前とその下の名前を、DNS サーバ(RPZ)とプロキシで拒否する。',
    en: 'The name and all names below it are refused by the name servers (RPZ) and the proxy.',
  },
  parameters: form({ name: nameField }),
  delay: [3, 8],
  cost: {
    ja: '業務で使うサイトなら、使えない間の業務が止まる。',
    en: 'If it is a site of the daily work, that work stops.',
  },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: 'その名前への正規の通信も止まり、しばらくは拒否の記録が残る。',
    en: 'Legitimate traffic to the name stops as well; refusals are logged for a while.',
  },
  limits: {
    ja: 'IP アドレス直接の通信、別の名前、既に開いている接続は止まらない。感染は治らない。',
    en: 'Traffic by address, other names and connections already open go on. Infected hosts stay infected.',
  },
  provokes: [],
  carryOut(order) {
    const name = order.text('name').toLowerCase().replace(/\.$/, '');
    if (order.standing('name', name)) return noEffect('already', { what: name });
    order.hold('name', name);
    const visited = connectionTo(order, name);
    return did(visited ? 'name-blocked-visited' : 'name-blocked', { name });
  },
};
