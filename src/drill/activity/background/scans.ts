// Scans of the organisation's public addresses: stopped at the firewall, or let through to what is meant to be reached.
import { addressIn, sizeOf } from '../../world/address.ts';
import { stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { connect } from '../make/connection.ts';
import { outsider } from './visitors.ts';

const open: Readonly<Record<number, 'web' | 'mail-gateway' | 'dns'>> = {
  80: 'web',
  443: 'web',
  25: 'mail-gateway',
  53: 'dns',
};
const common = [
  23, 23, 445, 22, 3389, 8080, 2323, 5555, 1433, 6379, 80, 443, 8443, 5060, 123, 161, 53, 7547, 37215, 3306,
];

/** Denied packets in a slice; the internet does not care how large an organisation is. */
const perSlice = 190;

export const scans: Behaviour = {
  id: 'scans',
  summary: 'Port scans from outside at the firewall',
  live(scene, slice, happens) {
    const firewall = scene.role('firewall')[0];
    if (!firewall) return;
    const { organisation, internet } = scene.world;
    const random = stream(scene.seed, 'internet', 'scans', slice.index);
    const size = sizeOf(organisation.publicCidr);
    for (let n = random.poisson(perSlice); n > 0; n--) {
      const known =
        internet.scanners.length > 0 && random.next() < 0.45 ? random.pick(internet.scanners) : undefined;
      const ip = known?.address ?? outsider(scene, random, random.next() < 0.93);
      const port = random.pick(known?.ports ?? common);
      const target = addressIn(organisation.publicCidr, random.int(size));
      const udp = port === 123 || port === 161 || port === 53 || port === 5060;
      const role = open[port];
      const server = role && random.next() < 0.25 ? scene.role(role)[0] : undefined;
      connect(happens, {
        at: slice.from + random.next() * (slice.to - slice.from),
        host: server ?? firewall,
        from: { ip, port: 1024 + random.int(64_000) },
        to: server ? { ip: server.ip, port, host: server } : { ip: target, port },
        service: '-',
        transport: udp ? 'udp' : 'tcp',
        sent: server && !udp ? 18 : 0,
        received: 0,
        duration: server ? 30 + random.next() * 200 : 0,
        result: server ? (random.next() < 0.5 ? 'reset' : 'ok') : 'denied',
      });
    }
  },
};
