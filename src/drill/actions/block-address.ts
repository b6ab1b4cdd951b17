// The firewall refuses an address, both ways.
import { addressesField, form } from './form.ts';
import { visitsTo } from './known-sites.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const blockAddress: Action = {
  id: 'block-address',
  group: 'block',
  title: { ja: 'IP アドレスを遮断', en: 'Block an address' },
  summary: {
    ja: 'ファイアウォールで、このアドレスとの通信を両方向とも拒否する。複数は空白かコンマで区切る。',
    en: 'The firewall refuses traffic from and to this address; several are separated by blanks or commas.',
  },
  parameters: form({ address: addressesField }),
  delay: [3, 10],
  cost: {
    ja: '同じアドレスにある正規のサイトも使えなくなる。',
    en: 'Legitimate sites at the same address cannot be used either.',
  },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: '共用サーバのアドレスなら無関係のサイトも止まる。',
    en: 'At a shared server, unrelated sites stop too.',
  },
  limits: {
    ja: '攻撃者は別のアドレスへ移れる。送信元を偽った大量通信には効かない。内部のアドレスには「隔離」を使う。',
    en: 'The attacker can move to another address. No help against a flood from forged sources. For inside addresses use isolation.',
  },
  provokes: ['new-address'],
  carryOut(order) {
    const { hosts } = order.run.world.organisation;
    const wanted = order.list('address');
    const inside = wanted.find(address => hosts.some(host => host.ip === address));
    if (inside !== undefined) return cannot('inside-address', { address: inside });
    const open = wanted.filter(address => !order.standing('address', address));
    const address = open.join(', ');
    if (open.length === 0) return noEffect('already', { what: wanted.join(', ') });
    for (const one of open) order.hold('address', one);
    const visited = open.filter(one => visitsTo(order, one));
    return did(visited.length > 0 ? 'address-blocked-visited' : 'address-blocked', { address });
  },
};
