// An account is disabled.
import { accountChange } from '../run/traces/logon.ts';
import { accountField, form } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const disableAccount: Action = {
  id: 'disable-account',
  group: 'account',
  title: { ja: 'アカウントを無効化', en: 'Disable an account' },
  summary: { ja: 'アカウントでのログオンを止める。', en: 'Nobody can log on with the account any more.' },
  parameters: form({ account: accountField }),
  delay: [2, 6],
  cost: {
    ja: '本人は仕事ができない。サービス用なら、そのサービスが止まる。',
    en: 'Its owner cannot work; a service with it stops.',
  },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: '本人から問い合わせが来る。', en: 'Its owner will call.' },
  limits: {
    ja: '発行済みの偽造チケットは止まらない。端末の感染は治らない。',
    en: 'Forged tickets go on working; infected hosts stay infected.',
  },
  provokes: [],
  carryOut(order) {
    const found = order.account();
    if (!found) return cannot('unknown-account', { account: order.text('account') });
    const { account, person } = found;
    if (order.standing('account', account)) return noEffect('already', { what: account });
    order.hold('account', account);
    const { organisation } = order.run.world;
    const inside = person !== undefined || organisation.serviceAccounts.some(one => one.account === account);
    const controller = order.run.scene.role('domain-controller')[0];
    if (controller) accountChange(order.trail, order.session(controller), 'disabled', account);
    if (person) {
      order.mask({ user: account });
      order.costs(organisation.hourlyCost.pc);
      order.say('user', account, 'phone', 'user.locked-out', { account });
    } else if (inside) {
      order.mask({ user: account });
      order.costs(organisation.hourlyCost.files * 0.5);
    }
    return did('account-disabled', { account });
  },
};
