// Traffic to the outside that resembles command channels and leaks: steady polls, odd names, night uploads.

import { addressIn } from '../../world/address.ts';
import type { Host, SimTime } from '../../world/entities.ts';
import type { ProcessRef } from '../../world/event.ts';
import { hashKeys, stream } from '../../world/random.ts';
import { runningPcs } from '../machines/running-pcs.ts';
import { clientPort } from '../make/logon.ts';
import type { Asker } from '../make/outgoing.ts';
import { lookUpSite, request } from '../make/outgoing.ts';
import { processRef } from '../make/session.ts';
import { everyMinutes } from '../moments.ts';
import { atMoments, plansIn, within } from '../people/at-work.ts';
import { deskOf } from '../people/desk.ts';
import { browserOf } from '../people/web.ts';
import type { Scene } from '../scene.ts';
import { oddity } from './oddity.ts';

/** A maker's service that runs since the host started. */
const agentOf = (scene: Scene, host: Host, bootedAt: SimTime, image: string): ProcessRef =>
  processRef(scene, host, image, `"${image}" -service`, bootedAt + 150_000, 'agent');

export const steadyPolls = oddity(
  'steady-poll',
  'A management agent on one PC in two hundred asks its cloud every five minutes, the same bytes each time',
  (scene, slice, happens, cause) => {
    const { sites } = scene.world.internet;
    const clouds = sites.filter(site => site.category === 'cloud' || site.category === 'other');
    const site = clouds[hashKeys(scene.seed, cause) % (clouds.length || 1)];
    if (!site) return;
    for (const { pc, plan, from, to } of runningPcs(scene, slice)) {
      if (hashKeys(scene.seed, pc.name, cause) % 200 !== 0) continue;
      const phase = (hashKeys(scene.seed, pc.name, 'phase') % 300) / 60;
      everyMinutes(scene, slice, pc.name, cause, 5, phase, (at, random) => {
        if (at < from || at >= to) return;
        const name = site.hosts[0] ?? site.domain;
        const asker: Asker = {
          host: pc,
          ip: plan.ip,
          account: '',
          agent: 'RemoteAssist/7.2',
          via: 'proxy',
          by: {
            process: agentOf(scene, pc, plan.bootedAt, 'C:\\Program Files\\RemoteAssist\\agent.exe'),
            session: scene.system(pc),
          },
          cause,
        };
        lookUpSite(scene, happens, at, asker, site, name, random);
        happens({
          kind: 'web',
          at: at + 20,
          host: pc,
          cause,
          client: { ip: plan.ip, port: clientPort(random), host: pc },
          via: 'proxy',
          method: site.tls ? 'CONNECT' : 'POST',
          scheme: site.tls ? 'https' : 'http',
          domain: name,
          port: site.tls ? 443 : 80,
          path: '/v2/checkin',
          address: site.addresses[0] ?? '',
          status: 200,
          bytes: 4187,
          sent: 612,
          duration: 180 + random.next() * 60,
          mime: site.tls ? '' : 'application/json',
          referer: '',
          agent: asker.agent,
          verdict: site.tls ? 'tunnel' : 'miss',
          ...asker.by,
        });
      });
    }
  },
);

export const oddNames = oddity(
  'odd-names',
  'A content network hands out names that look drawn by lot; pages of several big sites load from it',
  (scene, slice, happens, cause) => {
    const { providers } = scene.world.internet;
    const provider = providers.find(one => one.kind === 'cdn') ?? providers[0];
    if (!provider) return;
    atMoments(
      scene,
      slice,
      cause,
      plan => 0.7 * plan.person.pace,
      (plan, at, random) => {
        // A few hundred names; each is new to the organisation on the first day it is met.
        const name = `d${stream(scene.seed, cause, random.int(260)).hex(13)}.edge-delivery.example`;
        const address = addressIn(provider.cidrs[0]!, 1200 + (hashKeys(name) % 200));
        const asker = { ...browserOf(scene, plan), cause };
        const when = Math.max(at, deskOf(scene, plan).browserAt + 400);
        happens({
          kind: 'dns',
          at: when,
          host: asker.host,
          cause,
          name,
          type: 'A',
          rcode: 'NOERROR',
          answers: [address],
          upstream: random.next() < 0.7,
          port: clientPort(random),
          ...asker.by,
        });
        const site = {
          index: -1,
          domain: name,
          hosts: [name],
          addresses: [address],
          category: 'other',
          weight: 0,
          paths: ['/'],
          tls: true,
          title: { ja: '', en: '' },
        } as const;
        request(
          happens,
          when + 40,
          asker,
          site,
          name,
          { path: '/', mime: 'text/html', mu: 9.4, referer: '' },
          random,
        );
      },
    );
  },
);

export const browserProbes = oddity(
  'browser-probe',
  'Browsers ask for three names that cannot exist when they start, to find out whether answers are forged',
  (scene, slice, happens, cause) => {
    for (const plan of plansIn(scene, slice)) {
      const desk = deskOf(scene, plan);
      if (!within(slice, desk.browserAt) || !desk.agent.endsWith('Safari/537.36')) continue;
      const random = stream(scene.seed, plan.person.id, cause, plan.day);
      for (let n = 0; n < 3; n++) {
        let name = '';
        for (let letters = 7 + random.int(9); letters > 0; letters--)
          name += String.fromCharCode(97 + random.int(26));
        happens({
          kind: 'dns',
          at: desk.browserAt + 700 + n * 9,
          host: plan.person.pc,
          cause,
          name: `${name}.${scene.world.organisation.adDomain}`,
          type: 'A',
          rcode: 'NXDOMAIN',
          answers: [],
          upstream: false,
          port: clientPort(random),
          process: desk.browser,
          session: plan.session,
        });
      }
    }
  },
);

export const nightUpload = oddity(
  'night-upload',
  'The file server copies archives to a storage service outside every night: gigabytes at half past one',
  (scene, slice, happens, cause) => {
    const server = scene.role('file')[0] ?? scene.role('backup')[0];
    if (!server) return;
    const clouds = scene.world.internet.sites.filter(site => site.category === 'cloud' && site.tls);
    const site = clouds[hashKeys(scene.seed, cause) % (clouds.length || 1)];
    if (!site) return;
    everyMinutes(scene, slice, server.name, cause, 1440, 91, (at, random) => {
      const name = site.hosts[site.hosts.length - 1] ?? site.domain;
      const by = {
        process: agentOf(scene, server, server.bootedAt, 'C:\\Program Files\\ArchiveSync\\archivesync.exe'),
        session: scene.system(server),
      };
      const asker: Asker = {
        host: server,
        ip: server.ip,
        account: '',
        agent: 'ArchiveSync/5.1',
        via: 'proxy',
        by,
        cause,
      };
      for (let n = 0; n < 12; n++) {
        const when = at + n * 42_000 + random.next() * 4000;
        lookUpSite(scene, happens, when, asker, site, name, random);
        request(
          happens,
          when + 30,
          asker,
          site,
          name,
          {
            path: '/',
            mime: 'application/json',
            mu: 7,
            referer: '',
            sent: Math.round(random.lognormal(19, 0.4)),
          },
          random,
        );
      }
    });
  },
);
