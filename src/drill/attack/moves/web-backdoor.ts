// A second way back into a web server: another page elsewhere and a cron entry that puts it back when it is gone.
import { Type } from 'typebox';
import { isolated } from '../../run/situation.ts';
import {
  type Course,
  makeTrail,
  minutes,
  play,
  type RunState,
  seconds,
  type Trail,
} from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import type { Host } from '../../world/entities.ts';
import { done, type Move } from '../operation.ts';
import { castName, openPage, parameters, webPage } from './shared.ts';

/** Minutes between runs of the entry: long enough to be lost among the others. */
const every = 15;

export const webBackdoor: Move = {
  id: 'web-backdoor',
  title: { ja: '公開サーバに二つ目の裏口と cron を仕込む', en: 'Leaves a second back door and a cron entry' },
  summary: {
    ja: '別の場所に裏口のページを置き、消されても cron で置き直す。別のアドレスから使う。',
    en: 'Leaves another page elsewhere, put back by cron when removed, used from another address.',
  },
  parameters: parameters({
    from: castName('Web server'),
    address: castName('Address it is used from'),
    shell: Type.String({ description: 'Name of the page' }),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const { host } = from;
    const random = operation.random('pid');
    const store = `/var/tmp/.${operation.run.random('store', host.name).hex(6)}`;
    const page = `/img/${operation.text('shell')}`;
    const entry = `cp -n ${store} /var/www/html${page}`;
    visit(trail, host, from.origin, {
      method: 'POST',
      path: from.implant.path.replace('/var/www/html', ''),
      status: 200,
      bytes: 140,
      sent: 5200,
    });
    openPage(trail, host, store, 'O_CREAT');
    yield seconds(6 + random.int(20));
    trail.write({
      kind: 'audit',
      at: trail.tick(),
      host,
      cause: trail.cause,
      what: 'execve',
      account: 'www-data',
      uid: 33,
      pid: 2400 + random.int(20_000),
      exe: '/usr/bin/crontab',
      arguments: ['crontab', '-'],
      path: '/usr/bin/crontab',
      ok: true,
    });
    operation.left('path', store);
    run.situation.facts.add(`cron:${host.name}`);
    webPage(
      operation,
      host,
      operation.address('address'),
      page,
      from.implant.path.replace('/var/www/html', ''),
    );
    play(run, again(run, makeTrail(run, trail.cause), host, entry, `/var/www/html${page}`), () => {});
    return done;
  },
};

/** What cron does as long as the entry stands. */
function* again(run: RunState, trail: Trail, host: Host, entry: string, path: string): Course<void> {
  for (let n = 0; run.situation.facts.has(`cron:${host.name}`); n++) {
    yield minutes(every);
    if (!run.situation.facts.has(`cron:${host.name}`)) return;
    if (isolated(run.situation, host)) continue;
    const pid = 3000 + run.random('cron', host.name, n).int(50_000);
    const base = { host, cause: trail.cause };
    trail.write({
      kind: 'linux-auth',
      at: trail.tick(),
      ...base,
      what: 'cron',
      account: 'www-data',
      from: '',
      port: 0,
      detail: entry,
      pid,
    });
    trail.write({
      kind: 'audit',
      at: trail.tick(),
      ...base,
      what: 'execve',
      account: 'www-data',
      uid: 33,
      pid: pid + 1,
      exe: '/bin/sh',
      arguments: ['/bin/sh', '-c', entry],
      path: '',
      ok: true,
    });
    for (const one of run.situation.footholds)
      if (one.host.name === host.name && one.implant.path === path && !one.alive) {
        one.alive = true;
        openPage(trail, host, path, 'O_CREAT');
      }
  }
}
