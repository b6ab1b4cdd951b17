// Sessions of web applications and VPN are ended.
import { accountsField, form } from './form.ts';
import { type Action, cannot, did } from './order.ts';

export const revokeSessions: Action = {
  id: 'revoke-sessions',
  group: 'account',
  title: { ja: 'セッションを失効', en: 'Revoke sessions' },
  summary: {
    ja: '公開システムや VPN のログイン済みセッションを切る。all で全員。',
    en: 'Ends sessions of public applications and VPN; `all` for everybody.',
  },
  parameters: form({ account: accountsField }),
  delay: [2, 8],
  cost: { ja: '利用者はログインし直す。', en: 'Users have to log in again.' },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: '全員を切ると問い合わせが増える。', en: 'With `all`, more calls at the help desk.' },
  limits: {
    ja: 'パスワードを知られたままなら、また入られる。',
    en: 'Whoever knows the password comes back.',
  },
  provokes: [],
  carryOut(order) {
    const { situation, ledger, world } = order.run;
    const wanted = order.text('account').toLowerCase();
    if (wanted === 'all') {
      order.charge(world.organisation.hourlyCost.publicWeb * 0.5);
    } else if (order.accounts().length === 0) return cannot('unknown-account', { account: wanted });
    const named = new Set(order.accounts().map(one => one.account));
    const meant = (account: string) => wanted === 'all' || named.has(account);
    for (const foothold of situation.footholds)
      if (foothold.kind === 'inbound' && meant(foothold.session.account)) foothold.alive = false;
    const ended = ledger.stolen.filter(one => one.open && meant(one.account));
    for (const one of ended) one.open = false;
    return did('sessions-revoked', { account: wanted, count: ended.length });
  },
};
