// A host is taken off the network.
import { form, hostField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

/** So many hosts cut off within an hour are felt by whoever sits in them. */
const loud = 3;

export const isolateHost: Action = {
  id: 'isolate-host',
  group: 'host',
  title: { ja: '端末・サーバを隔離', en: 'Isolate a host' },
  summary: {
    ja: 'ネットワークから切り離す。電源は切らない。',
    en: 'Takes it off the network; it stays switched on.',
  },
  parameters: form({ host: hostField }),
  delay: [4, 12],
  cost: {
    ja: 'その端末の利用者、サーバなら全利用者の業務が止まる。',
    en: 'Its user cannot work; for a server, nobody who needs it can.',
  },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: '隔離中はログが届かない。利用者から問い合わせが来る。',
    en: 'No logs arrive while it is isolated. Its user will call.',
  },
  limits: {
    ja: '盗まれたパスワードや、ほかの端末の感染には効かない。',
    en: 'Stolen passwords and other infected hosts are untouched.',
  },
  provokes: ['sleep'],
  carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    if (order.standing('host', host.name)) return noEffect('already', { what: host.name });
    order.hold('host', host.name);
    order.silence(host);
    order.costs(order.priceOf(host));
    const { situation, now } = order.run;
    const recent = situation.standing.filter(
      one => one.hold === 'host' && now - one.since < 3_600_000,
    ).length;
    if (recent >= loud && situation.footholds.length > 0) order.signal({ kind: 'hunted' });
    if (host.owner) order.say('user', host.owner.account, 'phone', 'user.cannot-work', { host: host.name });
    return did('host-isolated', { host: host.name });
  },
};
