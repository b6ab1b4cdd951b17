// An account gets a new password.

import { applicationOf } from '../run/public.ts';
import { accountChange } from '../run/traces/logon.ts';
import { accountsField, form } from './form.ts';
import { type Action, cannot, did, type Order } from './order.ts';

/** A letter to a user of the public application, and a call of one in ten. */
const perMember = 0.2;

/** The public application writes down what was done to an account of its own. */
function memberReset(order: Order, account: string): void {
  const { id, host } = applicationOf(order.run.scene);
  order.trail.write({
    kind: 'application',
    at: order.trail.tick(),
    host,
    cause: order.trail.cause,
    application: id,
    what: 'password-reset',
    account,
    client: order.administrator.pc.ip,
    object: '',
    detail: 'by administrator',
  });
}

export const resetPassword: Action = {
  id: 'reset-password',
  group: 'account',
  title: { ja: 'パスワードを変更', en: 'Reset a password' },
  summary: {
    ja: 'アカウントのパスワードを新しくし、本人に渡す。複数は空白かコンマで区切る。公開システムの利用者にも使える。',
    en: 'Gives the account a new password and hands it to its owner. Several are separated by blanks or commas; users of the public application too.',
  },
  parameters: form({ account: accountsField }),
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
    const found = order.accounts();
    if (found.length === 0) return cannot('unknown-account', { account: order.text('account') });
    const { situation, world, scene } = order.run;
    const { hourlyCost } = world.organisation;
    const controller = scene.role('domain-controller')[0];
    for (const { account, person, member } of found) {
      situation.passwords.set(account, (situation.passwords.get(account) ?? 0) + 1);
      if (member) memberReset(order, account);
      else if (controller) accountChange(order.trail, order.session(controller), 'password-reset', account);
      order.charge(member ? perMember : person ? hourlyCost.pc * 0.25 : hourlyCost.files * 0.25);
    }
    return did('password-reset', { account: found.map(one => one.account).join(', ') });
  },
};
