// The line to the internet is cut.
import { form } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

/** Sources that show traffic over the line only. */
const sources = [
  'squid',
  'firewall',
  'zeek-http',
  'zeek-ssl',
  'zeek-files',
  'apache-access',
  'vpn',
  'radius',
  'suricata',
];

export const cutInternet: Action = {
  id: 'cut-internet',
  group: 'block',
  title: { ja: 'インターネット回線を切断', en: 'Cut the internet line' },
  summary: { ja: '外部との通信をすべて止める。', en: 'Stops all traffic with the outside.' },
  parameters: form({}),
  delay: [5, 10],
  cost: { ja: '閲覧、メール、公開サイトがすべて止まる。', en: 'Web, mail and the public site all stop.' },
  effort: 1,
  approval: 'boss',
  sideEffects: {
    ja: '外部からの監視と支援も届かない。侵入者にも分かる。',
    en: 'Outside monitoring and help are cut off too; an intruder notices.',
  },
  limits: {
    ja: '内部での破壊や時刻を決めた仕掛けは止まらない。',
    en: 'Destruction inside and things set for a time go on.',
  },
  provokes: ['sleep'],
  carryOut(order) {
    if (order.standing('internet', 'line')) return noEffect('already', { what: 'internet' });
    order.hold('internet', 'line');
    order.mask({ sources });
    const { internet, mail, publicWeb } = order.run.world.organisation.hourlyCost;
    order.costs(internet + mail + publicWeb);
    order.signal({ kind: 'hunted' });
    return did('internet-cut', {});
  },
};
