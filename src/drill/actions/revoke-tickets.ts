// Kerberos tickets lose their worth: of one account, or of everybody by a new key of krbtgt.
import { minutes } from '../run/state.ts';
import { accountChange } from '../run/traces/logon.ts';
import { accountField, form } from './form.ts';
import { type Action, cannot, did } from './order.ts';

/** A second change within this time leaves services without valid tickets. */
const rest = minutes(600);

export const revokeTickets: Action = {
  id: 'revoke-tickets',
  group: 'account',
  title: { ja: 'チケットを失効', en: 'Revoke tickets' },
  summary: {
    ja: 'アカウントのチケットを失効させる。krbtgt を指定すると全チケットの鍵を変える。',
    en: 'Tickets of an account become worthless; with krbtgt the key of all tickets is changed.',
  },
  parameters: form({ account: accountField }),
  delay: [5, 15],
  cost: {
    ja: 'krbtgt は全員の再認証を伴い、続けて二度変えると一部のサービスが止まる。',
    en: 'krbtgt makes everybody log on again; a second change soon after stops some services.',
  },
  effort: 2,
  approval: 'boss',
  sideEffects: {
    ja: '複製の遅れで一時的にログオンできない端末が出る。',
    en: 'Until replication is done some hosts cannot log on.',
  },
  limits: {
    ja: 'krbtgt は一度変えただけでは、前の鍵で作られた偽造チケットが通る。二度変える必要がある。',
    en: 'After one change of krbtgt tickets forged with the key before still work: it has to be changed twice.',
  },
  provokes: [],
  carryOut(order) {
    const { situation, world, scene, now } = order.run;
    const controller = scene.role('domain-controller')[0];
    const { directory } = world.organisation.hourlyCost;
    if (order.text('account').toLowerCase() === 'krbtgt') {
      const before = situation.standing.findLast(one => one.hold === 'krbtgt');
      situation.krbtgt++;
      situation.standing.push({
        action: order.taken.number,
        hold: 'krbtgt',
        value: '',
        since: now,
        until: now,
      });
      if (controller) accountChange(order.trail, order.session(controller), 'password-reset', 'krbtgt');
      const soon = before !== undefined && now - before.since < rest;
      order.charge(directory * (soon ? 1 : 0.25));
      return did(situation.krbtgt === 1 ? 'krbtgt-once' : soon ? 'krbtgt-twice-soon' : 'krbtgt-twice', {});
    }
    const found = order.account();
    if (!found) return cannot('unknown-account', { account: order.text('account') });
    if (controller) accountChange(order.trail, order.session(controller), 'changed', found.account);
    for (const foothold of situation.footholds)
      if (foothold.session.account === found.account && foothold.kind === 'inbound') foothold.alive = false;
    order.charge(1);
    return did('tickets-revoked', { account: found.account });
  },
};
