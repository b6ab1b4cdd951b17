// A hole is closed, or a guard put on.
import { form, textField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const patch: Action = {
  id: 'patch',
  group: 'recovery',
  title: { ja: '弱点を修正', en: 'Patch' },
  summary: {
    ja: 'サーバの弱点をふさぎ、ログイン試行の制限を入れる。browsers で全端末の閲覧ソフトを更新する。',
    en: 'Closes holes of a server and limits login attempts; `browsers` updates the browsers of all PCs.',
  },
  parameters: form({ host: textField('host', 64) }),
  delay: [30, 60],
  cost: { ja: '適用中は止まる。', en: 'It is down while this is done.' },
  effort: 3,
  approval: 'none',
  sideEffects: {
    ja: '再起動が必要で、業務アプリが動かなくなることがある。',
    en: 'Needs a restart; an application may not like it.',
  },
  limits: { ja: '既に入られた後の裏口は残る。', en: 'Back doors left before stay.' },
  provokes: [],
  carryOut(order) {
    const { situation, world } = order.run;
    const wanted = order.text('host').toLowerCase();
    const host = order.host();
    if (!host && wanted !== 'browsers') return cannot('unknown-host', { host: order.text('host') });
    const what = host?.name ?? 'browsers';
    if (situation.patched.has(what)) return noEffect('already', { what });
    situation.patched.add(what);
    order.charge(host ? order.priceOf(host) * 0.5 : world.organisation.hourlyCost.internet * 0.3);
    if (host)
      order.trail.write({
        kind: 'system',
        at: order.trail.tick(),
        host,
        cause: order.trail.cause,
        what: 'update-installed',
        detail: 'security update',
        by: order.session(host),
      });
    return did('patched', { what });
  },
};
