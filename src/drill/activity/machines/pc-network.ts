// What PCs ask the network for by themselves: names, telemetry, time, leases.
import { connect, endOf } from '../make/connection.ts';
import { clientPort } from '../make/logon.ts';
import { type Asker, lookUpSite, request } from '../make/outgoing.ts';
import { builtInSession, systemTree } from '../make/session.ts';
import { perPc } from './running-pcs.ts';

const telemetryAgent = 'Microsoft-Delivery-Optimization/10.1';

export const pcNames = perPc(
  'pc-names',
  'Names inside that PCs look up: servers, printers, the proxy, and the ones that do not exist',
  1.2,
  (scene, happens, { pc }, at, random) => {
    const { adDomain } = scene.world.organisation;
    const servers = [...scene.role('file'), ...scene.role('application'), ...scene.role('print')];
    const missing = random.next() < 0.18;
    const server = random.pick(servers.length > 0 ? servers : [pc]);
    happens({
      kind: 'dns',
      at,
      host: pc,
      cause: '',
      name: missing
        ? `${random.pick(['wpad', 'isatap', 'sls', 'print-old', 'fs-old'])}.${adDomain}`
        : server.fqdn,
      type: 'A',
      rcode: missing ? 'NXDOMAIN' : 'NOERROR',
      answers: missing ? [] : [server.ip],
      upstream: false,
      port: clientPort(random),
    });
  },
);

export const pcTelemetry = perPc(
  'pc-telemetry',
  'Update services and clouds that PCs ask by themselves through the proxy',
  0.7,
  (scene, happens, { pc, plan }, at, random) => {
    const site = scene.siteOf(random.next() < 0.55 ? 'update' : 'cloud', random);
    if (!site) return;
    const tree = systemTree(scene, pc, plan.bootedAt);
    const asker: Asker = {
      host: pc,
      ip: plan.ip,
      account: '',
      agent: telemetryAgent,
      via: 'proxy',
      by: { process: tree.delivery, session: builtInSession(pc, 'NETWORK SERVICE') },
      cause: '',
    };
    const name = random.pick(site.hosts);
    lookUpSite(scene, happens, at, asker, site, name, random);
    request(
      happens,
      at + 30,
      asker,
      site,
      name,
      { path: random.pick(site.paths), mime: 'application/octet-stream', mu: 8.1, referer: '' },
      random,
    );
  },
);

export const pcClock = perPc(
  'pc-clock',
  'PCs setting their clock by the domain controller',
  0.2,
  (scene, happens, { pc, plan }, at) => {
    const controller = scene.domainController(pc);
    if (!controller) return;
    connect(happens, {
      at,
      host: pc,
      from: { ip: plan.ip, port: 123, host: pc },
      to: endOf(controller, 123),
      service: 'ntp',
      transport: 'udp',
      sent: 120,
      received: 120,
      duration: 0.6,
    });
  },
);

export const pcLeases = perPc(
  'pc-leases',
  'DHCP leases renewed at half their time',
  0.25,
  (scene, happens, { pc, plan }, at) => {
    if (!plan.remote)
      happens({
        kind: 'dhcp',
        at,
        host: scene.role('dhcp')[0] ?? pc,
        cause: '',
        what: 'request',
        client: pc,
      });
  },
);
