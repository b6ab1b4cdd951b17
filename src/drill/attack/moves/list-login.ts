// Account names and passwords stolen elsewhere are tried at the public application, from many addresses.
import { Type } from 'typebox';
import { anyMember } from '../../activity/background/members.ts';
import { applicationOf } from '../../run/public.ts';
import { addressBlocked, disabled, isolated, offline } from '../../run/situation.ts';
import { minutes, seconds } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

/** Minutes of refusals in a row after which the list is tried elsewhere. */
const patience = 60;
/** Under a limit of attempts the list goes on this much slower, if at all. */
const crawl = 14;

export const listLogin: Move = {
  id: 'list-login',
  title: {
    ja: '流出した ID とパスワードで次々にログインを試す',
    en: 'Tries stolen names and passwords one after another',
  },
  summary: {
    ja: '他所から流出した一覧で公開システムへのログインを試し、一部に成功する。遮断されると別のアドレスへ移り、試行回数を制限されると速度を落とす。',
    en: 'Tries a list stolen elsewhere at the public application; a part of it fits. Blocked, it comes from other addresses; limited, it goes on slowly.',
  },
  parameters: parameters({
    addresses: castName('Addresses it comes from'),
    spare: Type.Optional(castName('Addresses that take the place of blocked ones (rule new-address)')),
    tries: count('Number of accounts tried'),
    rate: Type.Number({ minimum: 0, maximum: 1, description: 'Share that fits' }),
    pause: Type.Number({ minimum: 0.1, description: 'Seconds between attempts' }),
    agent: Type.String(),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { situation } = run;
    const rule = (id: string) =>
      run.variant.scenario.attacker.reactions.find(one => one.rule === id)?.minutes;
    const sources = operation.addresses('addresses').map(address => ({ address, blockedAt: 0 }));
    const spare = operation.has('spare') ? [...operation.addresses('spare')] : [];
    const application = applicationOf(run.scene);
    const agent = operation.text('agent');
    operation.left('user-agent', agent);
    operation.touched(application.host);
    const tries = operation.number('tries', 1000);
    const expected = Math.max(1, Math.round(tries * operation.number('rate', 0.01)));
    let hits = 0;
    let answered = 0;
    let stoppedAt = 0;
    let slow = false;
    let limitedAt = 0;
    for (let i = 0; i < tries; i++) {
      const random = operation.random(`try ${i}`);
      yield seconds(operation.number('pause', 2) * (0.3 + 1.4 * random.next()) * (slow ? crawl : 1));
      const fits = random.next() < operation.number('rate', 0.01);
      const account = fits
        ? anyMember(run.world.seed, random)
        : random.chance(0.25)
          ? anyMember(run.world.seed, random)
          : `u${random.int(900_000) + 100_000}`;
      const source = sources[i % sources.length]!;
      if (addressBlocked(situation, source.address)) {
        source.blockedAt ||= run.now;
        stoppedAt ||= run.now;
        const wait = rule('new-address');
        const next = spare[0];
        if (wait !== undefined && next !== undefined && run.now - source.blockedAt >= minutes(wait)) {
          spare.shift();
          source.address = next;
          source.blockedAt = 0;
        } else if (run.now - stoppedAt > minutes(patience))
          return hits > 0 ? done : failed('address-blocked');
        continue;
      }
      if (isolated(situation, application.host) || offline(situation)) {
        stoppedAt ||= run.now;
        if (run.now - stoppedAt > minutes(patience)) return hits > 0 ? done : failed('target-unreachable');
        continue;
      }
      stoppedAt = 0;
      const client = source.address;
      operation.left('ip', client);
      const guarded = situation.patched.has(application.host.name) && !slow;
      const ok =
        fits && !guarded && !disabled(situation, account) && (situation.passwords.get(account) ?? 0) === 0;
      visit(trail, application.host, client, {
        method: 'POST',
        path: '/login',
        status: guarded ? 429 : ok ? 302 : 200,
        bytes: ok ? 512 : 4310,
        sent: 640,
        agent,
      });
      if (guarded) {
        // Somebody looks at the results now and then and stays below the limit from then on.
        limitedAt ||= run.now;
        const wait = rule('slower');
        if (wait !== undefined && run.now - limitedAt >= minutes(wait)) slow = true;
        continue;
      }
      answered++;
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
        detail: ok ? '' : 'wrong password',
      });
      if (!ok || run.ledger.stolen.some(one => one.account === account)) continue;
      hits++;
      situation.facts.add(`account:${account}`);
      run.ledger.stolen.push({ account, client, open: true });
      operation.used(account);
      operation.lose(application.id, 1 / expected);
    }
    return hits > 0 || answered > tries / 2 ? done : failed('account-refused');
  },
};
