// The antivirus vendor or maintenance company is asked for help.
import { minutes } from '../run/state.ts';
import { form, hostField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const callVendor: Action = {
  id: 'call-vendor',
  group: 'people',
  title: { ja: '保守会社・対策ソフト会社に依頼', en: 'Call the vendor' },
  summary: {
    ja: '採取した複製を送り、検出できる定義を作ってもらう。',
    en: 'Sends a disk image and asks for definitions that detect what is on it.',
  },
  parameters: form({ host: hostField }),
  delay: [5, 10],
  cost: { ja: '契約による費用。', en: 'By contract.' },
  effort: 3,
  approval: 'none',
  sideEffects: { ja: '外部に資料を渡す。', en: 'Material leaves the house.' },
  limits: {
    ja: '複製がなければ調べられない。結果まで一時間半ほどかかる。',
    en: 'Needs a disk image; takes about an hour and a half.',
  },
  provokes: [],
  *carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    const { situation } = order.run;
    if (!situation.imaged.has(host.name)) {
      order.say('vendor', '', 'phone', 'vendor.need-image', { host: host.name });
      return noEffect('vendor-needs-image', { host: host.name });
    }
    order.say('vendor', '', 'phone', 'vendor.working', { host: host.name });
    yield minutes(80 + order.random('work').int(30));
    const found = situation.footholds.find(one => one.host.name === host.name);
    const planted = situation.facts.has(`planted:${host.name}`);
    if (!found && !planted) {
      order.say('vendor', '', 'mail', 'vendor.nothing', { host: host.name });
      return noEffect('vendor-nothing', { host: host.name });
    }
    situation.signatures = true;
    order.say('vendor', '', 'mail', 'vendor.definitions', {
      host: host.name,
      path: found?.implant.path ?? '',
      sha256: found?.implant.sha256 ?? '',
    });
    return did('vendor-definitions', { host: host.name });
  },
};
