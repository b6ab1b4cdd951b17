// Account names and passwords stolen elsewhere are tried at the public application, from many addresses.
import { Type } from 'typebox';
import { applicationOf } from '../../run/public.ts';
import { addressBlocked, isolated, offline } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

export const listLogin: Move = {
  id: 'list-login',
  title: {
    ja: '流出した ID とパスワードで次々にログインを試す',
    en: 'Tries stolen names and passwords one after another',
  },
  summary: {
    ja: '他所から流出した一覧で公開システムへのログインを試し、一部に成功する。',
    en: 'Tries a list stolen elsewhere at the public application; a part of it fits.',
  },
  parameters: parameters({
    addresses: castName('Addresses it comes from'),
    tries: count('Number of accounts tried'),
    rate: Type.Number({ minimum: 0, maximum: 1, description: 'Share that fits' }),
    pause: Type.Number({ minimum: 0.1, description: 'Seconds between attempts' }),
    agent: Type.String(),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { situation } = run;
    const addresses = operation.addresses('addresses');
    const application = applicationOf(run.scene);
    operation.left('ip', ...addresses);
    operation.left('user-agent', operation.text('agent'));
    operation.touched(application.host);
    const tries = operation.number('tries', 1000);
    let hits = 0;
    let stopped = 0;
    for (let i = 0; i < tries; i++) {
      const random = operation.random(`try ${i}`);
      yield seconds(operation.number('pause', 2) * (0.3 + 1.4 * random.next()));
      const account = `u${random.int(900_000) + 100_000}`;
      const fits = random.next() < operation.number('rate', 0.01);
      const client = addresses[i % addresses.length]!;
      if (
        isolated(run.situation, application.host) ||
        offline(situation) ||
        addressBlocked(situation, client)
      ) {
        if (++stopped > 400) return failed('address-blocked');
        continue;
      }
      const guarded = situation.patched.has(application.host.name);
      // Stolen accounts that were closed or given new passwords stay shut.
      const ok = fits && !guarded;
      visit(trail, application.host, client, {
        method: 'POST',
        path: '/login',
        status: guarded ? 429 : ok ? 302 : 200,
        bytes: ok ? 512 : 4310,
        sent: 640,
        agent: operation.text('agent'),
      });
      if (guarded) continue;
      trail.write({
        kind: 'application',
        at: trail.tick(),
        host: application.host,
        cause: trail.cause,
        application: application.id,
        what: ok ? 'login' : 'login-failed',
        account,
        client,
        object: '',
        detail: ok ? '' : random.chance(0.7) ? 'no such account' : 'wrong password',
      });
      if (!ok) continue;
      hits++;
      situation.facts.add(`account:${account}`).add(`session:${account}`);
      run.ledger.stolen.push({ account, client });
      operation.used(account);
      operation.lose(application.id, 1 / Math.max(1, Math.round(tries * operation.number('rate', 0.01))));
    }
    return hits > 0 ? done : failed('account-refused');
  },
};
