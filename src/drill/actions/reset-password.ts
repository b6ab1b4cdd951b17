// An account gets a new password.
import { accountChange } from '../run/traces/logon.ts';
import { accountField, form } from './form.ts';
import { type Action, cannot, did } from './order.ts';

export const resetPassword: Action = {
  id: 'reset-password',
  group: 'account',
  title: { ja: 'パスワードを変更', en: 'Reset a password' },
  summary: {
    ja: 'アカウントのパスワードを新しくし、本人に渡す。',
    en: 'Gives the account a new password and hands it to its owner.',
  },
  parameters: form({ account: accountField }),
  delay: [3, 10],
  cost: {
    ja: '本人は新しいパスワードを受け取るまで仕事ができない。サービス用なら、そのサービスが止まる。',
    en: 'The owner cannot work until they have it; a service with a service account stops.',
  },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: '人への連絡が要る。', en: 'The owner has to be told.' },
  limits: {
    ja: '盗まれる前に変えても、感染した端末で使えばまた盗まれる。発行済みのチケットとセッションは残る(「チケット失効」「セッション失効」)。krbtgt には「チケット失効」を使う。',
    en: 'Changed before it is stolen, it is stolen again wherever it is used on an infected host. Tickets and sessions already given stay valid (see revoke tickets, revoke sessions). For krbtgt use revoke tickets.',
  },
  provokes: [],
  carryOut(order) {
    const found = order.account();
    if (!found) return cannot('unknown-account', { account: order.text('account') });
    const { situation, world, scene } = order.run;
    situation.passwords.set(found.account, (situation.passwords.get(found.account) ?? 0) + 1);
    const controller = scene.role('domain-controller')[0];
    if (controller) accountChange(order.trail, order.session(controller), 'password-reset', found.account);
    order.charge(
      found.person ? world.organisation.hourlyCost.pc * 0.25 : world.organisation.hourlyCost.files * 0.25,
    );
    return did('password-reset', { account: found.account });
  },
};
