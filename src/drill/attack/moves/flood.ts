// A flood by reflectors fills the line to the public site: short samples of it stand for millions of packets.
import { Type } from 'typebox';
import { outsider } from '../../activity/background/visitors.ts';
import { publicSite } from '../../run/public.ts';
import { minutes, seconds } from '../../run/state.ts';
import { alarm, connectIn, visit } from '../../run/traces/network.ts';
import { done, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

const services = { dns: 53, ntp: 123, ssdp: 1900, memcached: 11211 } as const;

/** Minutes a flood that is filtered upstream goes on before it is given up: it costs money and reaches nobody. */
const patience = 20;

export const flood: Move = {
  id: 'flood',
  title: { ja: '公開サイトへ大量の通信を送りつける', en: 'Floods the public site' },
  summary: {
    ja: '踏み台の応答を利用した大量通信で公開サイトを使えなくする。',
    en: 'Makes the public site unusable by answers of many reflectors.',
  },
  parameters: parameters({
    addresses: castName('Reflectors or bots'),
    by: Type.Union([
      Type.Literal('dns'),
      Type.Literal('ntp'),
      Type.Literal('ssdp'),
      Type.Literal('memcached'),
      Type.Literal('http'),
    ]),
    minutes: count('How long'),
    gigabits: Type.Optional(count('Rate in Gbit/s')),
    target: Type.Optional(Type.Union([Type.Literal('web'), Type.Literal('dns')])),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { situation, world } = run;
    const server =
      operation.word('target', 'web') === 'dns'
        ? (run.scene.role('dns')[0] ?? publicSite(run.scene))
        : publicSite(run.scene);
    const publicIp =
      operation.word('target', 'web') === 'dns' ? world.organisation.publicDns : world.organisation.publicWeb;
    const by = operation.word('by') as keyof typeof services | 'http';
    const addresses = operation.addresses('addresses');
    const rate = operation.number('gigabits', 12);
    // Reflectors and bots are abused third parties and change all the time: no indicators of the attacker.
    operation.touched(server);
    const total = operation.number('minutes', 60);
    let alarmed = false;
    let inVain = 0;
    for (let minute = 0; minute < total && inVain < patience; minute++) {
      const stopped = situation.filtered.has(by) || situation.filtered.has('all');
      inVain = stopped ? inVain + 1 : 0;
      for (let i = 0; i < (stopped ? 2 : 24); i++) {
        const random = operation.random(`flow ${minute} ${i}`);
        const source = random.pick(addresses);
        const at = trail.run.now + (i * 60_000) / 24;
        if (by === 'http') {
          visit(trail, server, source, {
            path: `/?${random.hex(8)}`,
            status: stopped ? 403 : 503,
            bytes: 380,
            duration: 30_000,
            agent: 'Mozilla/5.0',
            at,
          });
          continue;
        }
        connectIn(trail, { ip: source, port: services[by] }, server, 1024 + random.int(60_000), {
          publicIp,
          transport: 'udp',
          service: by === 'dns' ? 'dns' : by === 'ntp' ? 'ntp' : '-',
          sent: Math.round(((rate * 1e9) / 8 / 24) * (0.6 + 0.8 * random.next()) * (stopped ? 0.01 : 60)),
          received: 0,
          duration: 60_000,
          result: situation.filtered.has('firewall') ? 'denied' : 'no-answer',
          at,
        });
      }
      // While the line is full, true visitors get errors or nothing.
      if (!stopped) {
        if (!situation.facts.has('site-down')) {
          situation.facts.add('site-down');
          operation.lose('public-web');
        }
        for (let i = 0; i < 3; i++) {
          const random = operation.random(`visitor ${minute} ${i}`);
          visit(trail, server, outsider(run.scene, random, false), {
            path: random.pick(['/', '/news/', '/kurashi/', '/search']),
            status: 503,
            bytes: 320,
            duration: 30_000,
          });
        }
        if (!alarmed) {
          alarm(
            trail,
            server,
            {
              signature: 9_000_505,
              name: `DOS ${by} replies or requests far above the usual rate`,
              category: 'Attempted Denial of Service',
            },
            { ip: addresses[0]!, port: by === 'http' ? 40_000 : services[by] },
            { ip: publicIp, port: 443 },
            { transport: by === 'http' ? 'tcp' : 'udp', service: by },
          );
          alarmed = true;
        }
      } else if (situation.facts.delete('site-down')) {
        for (const meter of run.ledger.meters) if (meter.step === operation.step.id) meter.to ??= run.now;
      }
      yield minutes(1);
    }
    yield seconds(1);
    situation.facts.delete('site-down');
    for (const meter of run.ledger.meters) if (meter.step === operation.step.id) meter.to ??= run.now;
    return done;
  },
};
