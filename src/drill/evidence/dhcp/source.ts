// ISC dhcpd: who got which address when.
import type { DhcpLease } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { placesOf } from '../network/places.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';
import { daemonPid, logName, syslogLine } from '../syslog/line.ts';

/** Name a client sends with option 12; phones often send none. */
const nameOf = (event: DhcpLease): string => {
  const { client } = event;
  if (client.kind === 'smartphone' && hashKeys(client.mac) % 3 === 0) return '';
  return ` (${client.name.replace(/[^\x21-\x7e]|[()]/g, '_')})`;
};

function write(event: DhcpLease, emit: Emit, { world }: ProjectionContext): void {
  const places = placesOf(world);
  const server = places.first('dhcp') ?? event.host;
  const clock = clockOf(world);
  const pid = daemonPid(world.seed, server, 'dhcpd');
  const host = logName(server);
  const { mac, ip } = event.client;
  const via = places.routerOf(event.client);
  const name = nameOf(event);
  // A phone joins the wireless network first (see RADIUS), then asks.
  const joining = event.client.segment.zone === 'wireless' && event.what === 'discover' ? 900 : 0;
  const say = (after: number, text: string): void => {
    const at = event.at + joining + after;
    emit(at, syslogLine(clock, at, host, 'dhcpd', pid, text), {
      host: event.client.name,
      user: event.client.owner?.account ?? '',
      source: ip,
      destination: server.ip,
      object: mac,
      code: text.slice(0, text.indexOf(' ')),
    });
  };
  switch (event.what) {
    case 'discover':
      say(0, `DHCPDISCOVER from ${mac} via ${via}`);
      // The server looks for another user of the address first (ping-check).
      say(1001, `DHCPOFFER on ${ip} to ${mac}${name} via ${via}`);
      say(1004, `DHCPREQUEST for ${ip} (${server.ip}) from ${mac}${name} via ${via}`);
      say(1005, `DHCPACK on ${ip} to ${mac}${name} via ${via}`);
      return;
    case 'request':
      say(0, `DHCPREQUEST for ${ip} from ${mac}${name} via ${via}`);
      say(0.7, `DHCPACK on ${ip} to ${mac}${name} via ${via}`);
      return;
    case 'release':
      say(0, `DHCPRELEASE of ${ip} from ${mac}${name} via ${via} (found)`);
      return;
    case 'nak': {
      // It asks for the address it had at home.
      const old = `192.168.${hashKeys(mac) % 2}.${2 + (hashKeys(mac, 1) % 250)}`;
      say(0, `DHCPREQUEST for ${old} from ${mac}${name} via ${via}: wrong network.`);
      say(0.6, `DHCPNAK on ${old} to ${mac} via ${via}`);
    }
  }
}

export const dhcp = defineSource({
  id: 'dhcp',
  title: { en: 'Address assignment (ISC dhcpd)', ja: 'アドレス割り当て (ISC dhcpd)' },
  summary: {
    en: 'Which machine (hardware address, name) had which address when. Use it to go from an address in another log to a PC and its user. Times are local, without year.',
    ja: 'どの機器(MACアドレス、名前)がいつどのアドレスを使ったか。他のログのアドレスからPCと利用者をたどるのに使う。時刻は現地時間で、年はない。',
  },
  file: 'dhcp/dhcpd.log',
  format: 'text',
  readers: ['logwatch', 'lnav'],
  reference: 'ISC DHCP 4.4 dhcpd, syslog',
  on: { dhcp: write },
});
