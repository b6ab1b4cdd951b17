// Something done before is undone: a block, an isolation, a disabled account, the cut line.
import { Type } from 'typebox';
import { accountChange } from '../run/traces/logon.ts';
import { form } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

export const release: Action = {
  id: 'release',
  group: 'recovery',
  title: { ja: '措置を解除', en: 'Release' },
  summary: {
    ja: '前に行った遮断・隔離・無効化・切断を元に戻す。',
    en: 'Takes back a block, an isolation, a disabled account or the cut line.',
  },
  parameters: form({ number: Type.Integer({ title: 'number', minimum: 1, maximum: 100_000 }) }),
  delay: [2, 6],
  cost: { ja: 'ない。業務が戻る。', en: 'None; work comes back.' },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: '相手の通信も戻る。', en: 'The intruder’s traffic comes back as well.' },
  limits: {
    ja: '再構築やパスワード変更は元に戻せない。',
    en: 'A rebuild or a new password cannot be taken back.',
  },
  provokes: [],
  carryOut(order) {
    const number = Number(order.taken.parameters['number']);
    const { situation, ledger, now, scene } = order.run;
    const held = situation.standing.filter(
      one => one.action === number && one.until === Number.POSITIVE_INFINITY,
    );
    if (held.length === 0) return noEffect('nothing-to-release', { number });
    for (const one of held) {
      one.until = now;
      const controller = scene.role('domain-controller')[0];
      if (one.hold === 'account' && controller)
        accountChange(order.trail, order.session(controller), 'enabled', one.value);
      for (const foothold of situation.footholds) if (foothold.host.name === one.value) foothold.fails = 0;
    }
    for (const mask of ledger.masks) if (mask.action === number) mask.to = Math.min(mask.to, now);
    for (const cost of ledger.costs) if (cost.action === number) cost.to = Math.min(cost.to ?? now, now);
    return did('released', { number, what: held.map(one => one.value).join(', ') });
  },
};
