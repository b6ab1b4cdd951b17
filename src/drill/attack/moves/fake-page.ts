// An infected PC shows a false screen in the bank's page; what is typed there is used at once.

import { applicationOf } from '../../run/public.ts';
import { addressBlocked, disabled, isolated } from '../../run/situation.ts';
import { minutes } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { exchange } from '../beacon.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

export const fakePage: Move = {
  id: 'fake-page',
  title: {
    ja: '偽の入力画面で認証情報を盗み、送金する',
    en: 'Steals codes by a false screen and transfers money',
  },
  summary: {
    ja: '感染端末の閲覧画面に偽の入力欄を出し、入力された番号ですぐに送金する。',
    en: 'Shows a false form on an infected PC and uses what is typed for a transfer at once.',
  },
  parameters: parameters({
    people: castName('Customers or clerks who see it'),
    from: castName('An infected PC'),
    address: castName('Address transfers come from'),
    times: count('Number of transfers'),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const application = applicationOf(run.scene);
    const address = operation.address('address');
    operation.left('ip', address);
    const people = operation.people('people');
    let transfers = 0;
    const times = operation.number('times', 6);
    for (let i = 0; i < times; i++) {
      yield minutes(12 + operation.random(`wait ${i}`).int(20));
      const person = people[i % people.length];
      if (!person || isolated(run.situation, from.host) || !from.alive) continue;
      if (
        disabled(run.situation, person.account) ||
        run.situation.warned ||
        addressBlocked(run.situation, address)
      )
        continue;
      // A dead channel is waited out: what was typed stays on the PC until it can be sent.
      const message = { method: 'POST', path: '/gate', sent: 900, received: 2100 } as const;
      let reply = exchange(run, trail, from, message);
      for (let tries = 0; reply !== 'ok' && tries < 24 && from.alive; tries++) {
        yield minutes(5);
        reply = exchange(run, trail, from, message);
      }
      if (reply !== 'ok') continue;
      for (const path of ['/bank/login', '/bank/transfer', '/bank/transfer/confirm'])
        visit(trail, application.host, address, { method: 'POST', path, status: 302, sent: 700 });
      trail.write({
        kind: 'application',
        at: trail.tick(),
        host: application.host,
        cause: trail.cause,
        application: application.id,
        what: 'change',
        account: person.account,
        client: address,
        object: 'transfer',
        detail: `amount ${(operation.random(`amount ${i}`).int(40) + 20) * 10_000}`,
      });
      operation.used(person.account);
      operation.lose(application.id, 1 / times);
      transfers++;
    }
    return transfers > 0 ? done : failed('account-refused');
  },
};
