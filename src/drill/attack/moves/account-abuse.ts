// Accounts taken over by a list are used: personal data looked at, points moved.

import { applicationOf } from '../../run/public.ts';
import { addressBlocked, disabled, isolated } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { parameters } from './shared.ts';

export const accountAbuse: Move = {
  id: 'account-abuse',
  title: { ja: '乗っ取ったアカウントを悪用する', en: 'Abuses accounts taken over' },
  summary: {
    ja: 'ログインできたアカウントで登録情報を見て、ポイントなどを移す。',
    en: 'Looks at registered data of the accounts that fitted and moves points.',
  },
  parameters: parameters({}),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const application = applicationOf(run.scene);
    const { situation } = run;
    const stolen = [...run.ledger.stolen];
    let used = 0;
    for (const { account, client } of stolen) {
      yield seconds(20 + operation.random(account).int(60));
      const shut =
        situation.facts.has('sessions-revoked') ||
        disabled(situation, account) ||
        (situation.passwords.get(account) ?? 0) > 0 ||
        // Who reads the statement changes the password.
        (situation.facts.has('published') && operation.random(`reads ${account}`).chance(0.4));
      if (isolated(run.situation, application.host) || addressBlocked(situation, client)) continue;
      visit(trail, application.host, client, { path: '/mypage/profile', status: shut ? 302 : 200 });
      if (shut) continue;
      for (const [what, object] of [
        ['view', 'profile'],
        ['change', 'points/transfer'],
      ] as const) {
        trail.write({
          kind: 'application',
          at: trail.tick(),
          host: application.host,
          cause: trail.cause,
          application: application.id,
          what,
          account,
          client,
          object,
          detail: '',
        });
        yield seconds(5);
      }
      used++;
      operation.used(account);
      operation.lose(application.id, 1 / stolen.length);
    }
    return used > 0 ? done : failed('account-refused');
  },
};
