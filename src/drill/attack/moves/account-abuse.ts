// Accounts taken over by a list are used: personal data looked at, points moved or the contact changed.
import { Type } from 'typebox';
import { applicationOf } from '../../run/public.ts';
import { addressBlocked, disabled, isolated, offline } from '../../run/situation.ts';
import { minutes, seconds } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

export const accountAbuse: Move = {
  id: 'account-abuse',
  title: { ja: '乗っ取ったアカウントを悪用する', en: 'Abuses accounts taken over' },
  summary: {
    ja: 'ログインできたアカウントで登録情報を見て、ポイントを移すか連絡先を変える。セッションを切られても、パスワードが元のままなら入り直す。',
    en: 'Looks at registered data of the accounts that fitted and moves points or changes the contact. A session ended is opened again as long as the password holds.',
  },
  parameters: parameters({
    what: Type.Optional(Type.Union([Type.Literal('points'), Type.Literal('contact')])),
    spare: Type.Optional(castName('Addresses that take the place of blocked ones (rule new-address)')),
    pause: Type.Optional(count('Seconds between accounts')),
    most: Type.Optional(count('Accounts the whole loss stands for')),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { id, host } = applicationOf(run.scene);
    const { situation } = run;
    const wait = run.variant.scenario.attacker.reactions.find(one => one.rule === 'new-address')?.minutes;
    const spare = operation.has('spare') ? [...operation.addresses('spare')] : [];
    const contact = operation.word('what', 'points') === 'contact';
    const pause = operation.number('pause', 50);
    const fact = (account: string) => `used:${operation.step.id}:${account}`;
    const stolen = run.ledger.stolen.filter(one => !situation.facts.has(fact(one.account)));
    const most = Math.max(operation.number('most', 0), stolen.length);
    const write = (
      what: 'login' | 'login-failed' | 'view' | 'change',
      one: (typeof stolen)[number],
      object = '',
    ) =>
      trail.write({
        kind: 'application',
        at: trail.tick(),
        host,
        cause: trail.cause,
        application: id,
        what,
        account: one.account,
        client: one.client,
        object,
        detail: what === 'login-failed' ? 'wrong password' : '',
      });
    let moved = false;
    let used = 0;
    for (const one of stolen) {
      const random = operation.random(one.account);
      yield seconds(pause * (0.4 + 1.2 * random.next()));
      if (isolated(situation, host) || offline(situation)) continue;
      if (addressBlocked(situation, one.client)) {
        const other = spare.find(address => !addressBlocked(situation, address));
        if (other === undefined || wait === undefined) continue;
        if (!moved) yield minutes(wait);
        moved = true;
        one.client = other;
        one.open = false;
      }
      operation.left('ip', one.client);
      const shut =
        disabled(situation, one.account) ||
        (situation.passwords.get(one.account) ?? 0) > 0 ||
        // Who reads the statement changes the password.
        (situation.facts.has('published') && random.chance(0.4));
      if (!one.open || shut) {
        visit(trail, host, one.client, {
          method: 'POST',
          path: '/login',
          status: shut ? 200 : 302,
          sent: 640,
        });
        write(shut ? 'login-failed' : 'login', one);
        if (shut) continue;
        one.open = true;
      }
      visit(trail, host, one.client, { path: '/mypage/profile', status: 200 });
      write('view', one, 'profile');
      yield seconds(4 + random.int(6));
      visit(trail, host, one.client, {
        method: 'POST',
        path: contact ? '/mypage/contact' : '/mypage/booking',
        status: 302,
        sent: 700,
      });
      write('change', one, contact ? 'contact' : 'points/transfer');
      situation.facts.add(fact(one.account));
      used++;
      operation.used(one.account);
      operation.lose(id, 1 / most);
    }
    return used > 0 ? done : failed('account-refused');
  },
};
