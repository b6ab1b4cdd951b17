// Sessions of web applications and VPN are ended.
import { accountField, form } from './form.ts';
import { type Action, cannot, did } from './order.ts';

export const revokeSessions: Action = {
  id: 'revoke-sessions',
  group: 'account',
  title: { ja: 'セッションを失効', en: 'Revoke sessions' },
  summary: {
    ja: '公開システムや VPN のログイン済みセッションを切る。all で全員。',
    en: 'Ends sessions of public applications and VPN; `all` for everybody.',
  },
  parameters: form({ account: accountField }),
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
      situation.facts.add('sessions-revoked');
      order.charge(world.organisation.hourlyCost.publicWeb * 0.5);
    } else if (!order.account()) return cannot('unknown-account', { account: wanted });
    for (const foothold of situation.footholds)
      if (foothold.kind === 'inbound' && (wanted === 'all' || foothold.session.account === wanted))
        foothold.alive = false;
    const ended = ledger.stolen.filter(one => wanted === 'all' || one.account === wanted).length;
    ledger.stolen = ledger.stolen.filter(one => wanted !== 'all' && one.account !== wanted);
    return did('sessions-revoked', { account: wanted, count: ended });
  },
};
