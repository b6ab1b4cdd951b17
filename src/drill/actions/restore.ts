// A host or the public pages are put back from backup.
import { isolated } from '../run/situation.ts';
import { minutes } from '../run/state.ts';
import { form, hostField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const restore: Action = {
  id: 'restore',
  group: 'recovery',
  title: { ja: '控えから復元', en: 'Restore' },
  summary: {
    ja: '壊れた端末・サーバや書き換えられたページを控えから戻す。',
    en: 'Puts a destroyed host or altered pages back from backup.',
  },
  parameters: form({ host: hostField }),
  delay: [30, 60],
  cost: { ja: '控えより後の作業は失われる。', en: 'Work since the backup is lost.' },
  effort: 3,
  approval: 'none',
  sideEffects: { ja: '調べる前に戻すと証拠が消える。', en: 'Restoring before examining destroys evidence.' },
  limits: {
    ja: '弱点は残り、ページの外に仕込まれたもの(cron など)も残る。控えを消されていれば戻せない。',
    en: 'Holes stay, and so does what was left outside the pages (cron, say). Without backups nothing can be restored.',
  },
  provokes: [],
  *carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    const { situation, scene } = order.run;
    const backup = scene.role('backup')[0];
    if (backup && (isolated(situation, backup) || situation.destroyed.has(backup.name)))
      return cannot('backup-away', { host: host.name });
    if (situation.destroyed.has(host.name)) {
      if (situation.facts.has('backups-deleted')) return cannot('backups-deleted', { host: host.name });
      yield minutes(90);
      order.revive(host);
      order.trail.write({
        kind: 'system',
        at: order.trail.tick(),
        host,
        cause: order.trail.cause,
        what: 'boot',
        detail: 'restored',
      });
      return did('host-restored', { host: host.name });
    }
    const altered = order.mendPages(host);
    // Pages the attacker left to come back by are not in the backup; what lies outside the pages stays.
    const doors = order.footholdsOn(host).filter(one => one.implant.path.startsWith('/var/www/'));
    for (const door of doors) door.alive = false;
    if (doors.length > 0) order.signal({ kind: 'cleaned', host: host.name });
    if (altered || doors.length > 0) {
      if (backup)
        order.trail.write({
          kind: 'backup',
          at: order.trail.tick(),
          host: backup,
          cause: order.trail.cause,
          job: 'restore-web',
          target: host,
          what: 'completed',
          bytes: 812_000_000,
          detail: 'restore',
        });
      return did('site-restored', { host: host.name });
    }
    order.charge(order.priceOf(host));
    return noEffect('nothing-to-restore', { host: host.name });
  },
};
