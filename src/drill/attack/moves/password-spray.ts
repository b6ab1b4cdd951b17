// A few usual passwords are tried on many accounts at the VPN; one fits.
import { Type } from 'typebox';
import { addressBlocked, disabled } from '../../run/situation.ts';
import { minutes, seconds } from '../../run/state.ts';
import { connectIn } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, parameters } from './shared.ts';

export const passwordSpray: Move = {
  id: 'password-spray',
  title: { ja: 'ありがちなパスワードを広く試す', en: 'Tries usual passwords on many accounts' },
  summary: {
    ja: 'VPN で多数のアカウントに少数のパスワードを試し、一つに成功する。',
    en: 'Tries few passwords on many accounts at the VPN until one fits.',
  },
  parameters: parameters({
    people: castName('Accounts tried'),
    hit: castName('Person whose password fits'),
    address: castName('Address it comes from, or several in turn'),
    by: Type.Optional(castName('Address the fitting password is used from')),
    pause: Type.Optional(Type.Number({ minimum: 1, description: 'Seconds between attempts' })),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const addresses =
      operation.bound('address').kind === 'addresses'
        ? operation.addresses('address')
        : [operation.address('address')];
    const last = operation.has('by') ? operation.address('by') : addresses.at(-1)!;
    const gate =
      run.scene.role('vpn')[0] ?? run.scene.role('firewall')[0] ?? run.world.organisation.hosts[0]!;
    const hit = operation.person('hit');
    const attempt = (account: string, address: string, ok: boolean) => {
      operation.left('ip', address);
      const blocked = addressBlocked(run.situation, address);
      connectIn(trail, { ip: address, port: 40_000 + operation.random(account).int(20_000) }, gate, 443, {
        service: 'ssl',
        publicIp: run.world.organisation.publicVpn,
        result: blocked ? 'denied' : 'ok',
      });
      if (!blocked)
        trail.write({
          kind: 'vpn',
          at: trail.tick(),
          host: gate,
          cause: trail.cause,
          what: ok ? 'connect' : 'failed',
          account,
          from: address,
          assigned: ok ? '10.99.0.77' : '',
          sent: 0,
          received: 0,
          duration: 0,
          reason: ok ? '' : 'authentication failed',
        });
      return !blocked;
    };
    for (const [i, person] of operation.people('people').entries()) {
      if (person === hit) continue;
      if (addresses.every(one => addressBlocked(run.situation, one))) return failed('address-blocked');
      attempt(person.account, addresses[i % addresses.length]!, false);
      yield seconds(operation.number('pause', 12) * (0.6 + operation.random(person.id).next()));
    }
    const good =
      !disabled(run.situation, hit.account) && (run.situation.passwords.get(hit.account) ?? 0) === 0;
    if (!attempt(hit.account, last, good)) return failed('address-blocked');
    if (!good) return failed('account-refused');
    operation.learn(hit.account, 'user');
    yield minutes(1);
    return done;
  },
};
