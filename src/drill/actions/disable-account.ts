// An account is disabled.
import { accountChange } from '../run/traces/logon.ts';
import { accountsField, form } from './form.ts';
import { type Action, cannot, did, type Known, noEffect, type Order } from './order.ts';

export const disableAccount: Action = {
  id: 'disable-account',
  group: 'account',
  title: { ja: 'アカウントを無効化', en: 'Disable an account' },
  summary: { ja: 'アカウントでのログオンを止める。', en: 'Nobody can log on with the account any more.' },
  parameters: form({ account: accountsField }),
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
    const found = order.accounts();
    if (found.length === 0) return cannot('unknown-account', { account: order.text('account') });
    const open = found.filter(one => !order.standing('account', one.account));
    if (open.length === 0) return noEffect('already', { what: order.text('account') });
    for (const one of open) disable(order, one);
    return did('account-disabled', { account: open.map(one => one.account).join(', ') });
  },
};

function disable(order: Order, { account, person, member }: Known): void {
  order.hold('account', account);
  const { organisation } = order.run.world;
  const inside = person !== undefined || organisation.serviceAccounts.some(one => one.account === account);
  const controller = order.run.scene.role('domain-controller')[0];
  if (controller && !member) accountChange(order.trail, order.session(controller), 'disabled', account);
  if (member) order.charge(0.5);
  else if (person) {
    order.mask({ user: account });
    order.costs(organisation.hourlyCost.pc);
    order.say('user', account, 'phone', 'user.locked-out', { account });
  } else if (inside) {
    order.mask({ user: account });
    order.costs(organisation.hourlyCost.files * 0.5);
  }
}
