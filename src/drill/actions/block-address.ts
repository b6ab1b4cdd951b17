// The firewall refuses an address, both ways.
import { addressField, form } from './form.ts';
import { visitsTo } from './known-sites.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const blockAddress: Action = {
  id: 'block-address',
  group: 'block',
  title: { ja: 'IP アドレスを遮断', en: 'Block an address' },
  summary: {
    ja: 'ファイアウォールで、このアドレスとの通信を両方向とも拒否する。',
    en: 'The firewall refuses traffic from and to this address.',
  },
  parameters: form({ address: addressField }),
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
  provokes: [],
  carryOut(order) {
    const address = order.text('address');
    if (order.run.world.organisation.hosts.some(host => host.ip === address))
      return cannot('inside-address', { address });
    if (order.standing('address', address)) return noEffect('already', { what: address });
    order.hold('address', address);
    return did(visitsTo(order, address) ? 'address-blocked-visited' : 'address-blocked', { address });
  },
};
