// More is written down from now on.
import { form, textField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const raiseLogging: Action = {
  id: 'raise-logging',
  group: 'evidence',
  title: { ja: 'ログを詳しくする', en: 'Raise logging' },
  summary: {
    ja: '端末(all で全 Windows 端末)に詳しい監視を入れ、転送する。',
    en: 'Puts detailed monitoring on a host, or with `all` on every Windows host, and forwards it.',
  },
  parameters: form({ host: textField('host', 64) }),
  delay: [10, 30],
  cost: {
    ja: '全端末では管理者の手間と、通信・保存の負担が大きい。',
    en: 'For all hosts: much work, traffic and storage.',
  },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: '端末が少し遅くなる。', en: 'Hosts become a little slower.' },
  limits: {
    ja: '過去の分は増えない。この演習では、以後の不審な動きの分だけが増える。',
    en: 'The past stays as it was. In this exercise it adds lines of later suspicious activity only.',
  },
  provokes: [],
  carryOut(order) {
    const { situation } = order.run;
    if (order.text('host').toLowerCase() === 'all') {
      if (situation.raisedEverywhere) return noEffect('already', { what: 'all' });
      situation.raisedEverywhere = true;
      order.charge(10);
      return did('logging-raised', { host: 'all' });
    }
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    if (host.sysmon || situation.raised.has(host.name))
      return noEffect('logging-already', { host: host.name });
    situation.raised.add(host.name);
    return did('logging-raised', { host: host.name });
  },
};
