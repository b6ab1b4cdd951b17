// A host is set up afresh.
import { minutes } from '../run/state.ts';
import { form, hostField } from './form.ts';
import { type Action, cannot, did } from './order.ts';

export const rebuildHost: Action = {
  id: 'rebuild-host',
  group: 'recovery',
  title: { ja: '再構築', en: 'Rebuild a host' },
  summary: {
    ja: '初期化して入れ直す。裏口も消える。',
    en: 'Wipes and installs it afresh: back doors are gone too.',
  },
  parameters: form({ host: hostField }),
  delay: [10, 20],
  cost: { ja: '三時間ほど使えない。', en: 'Unusable for about three hours.' },
  effort: 4,
  approval: 'none',
  sideEffects: {
    ja: '証拠は失われる。先に採取すること。',
    en: 'All evidence on it is lost: take it before.',
  },
  limits: {
    ja: '盗まれたパスワードが生きていれば、また入られる。',
    en: 'With a stolen password still good it is entered again.',
  },
  provokes: ['other-foothold'],
  *carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    const { situation, now } = order.run;
    const ready = now + minutes(180);
    situation.rebuilt.set(host.name, ready);
    order.clean(host);
    situation.facts.delete(`planted:${host.name}`);
    situation.facts.delete(`cron:${host.name}`);
    order.silence(host, ready);
    order.costs(order.priceOf(host), ready);
    yield minutes(180);
    order.revive(host);
    order.mendPages(host);
    order.trail.write({
      kind: 'system',
      at: order.trail.tick(),
      host,
      cause: order.trail.cause,
      what: 'boot',
      detail: 'rebuilt',
    });
    return did('host-rebuilt', { host: host.name });
  },
};
