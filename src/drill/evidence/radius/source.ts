// FreeRADIUS: passwords checked for VPN and wireless network.
import type { SimTime } from '../../world/entities.ts';
import { hashKeys } from '../../world/random.ts';
import { placesOf } from '../network/places.ts';
import { defineSource, type Facets, type ProjectionContext } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';

const controls = /[\x00-\x1f\x7f"\\[\]]/g;

/** Text a client sent, escaped like FreeRADIUS does: octal for controls and what would confuse a reader. */
const quoted = (text: string): string =>
  text.replace(controls, c =>
    c === '"' || c === '\\' ? `\\${c}` : `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );

/** Number of the request: grows with time and starts again, as the server's does at a restart. */
const numberOf = (at: SimTime, start: SimTime): number => 1000 + Math.max(0, Math.floor((at - start) / 431));

const line = (at: SimTime, { world }: ProjectionContext, text: string): string =>
  `${clockOf(world).second(at).ctime} : Auth: (${numberOf(at, world.start)}) ${text}`;

export const radius = defineSource({
  id: 'radius',
  title: { en: 'Authentication (FreeRADIUS)', ja: '認証 (FreeRADIUS)' },
  summary: {
    en: 'Passwords checked for VPN (cli = address of the caller) and wireless network (cli = hardware address), good and bad, with the account. Times are local.',
    ja: 'VPN(cliは接続元アドレス)と無線LAN(cliはMACアドレス)の認証の成否とアカウント。時刻は現地時間。',
  },
  file: 'radius/radius.log',
  format: 'text',
  readers: ['logwatch'],
  reference: 'FreeRADIUS 3.2 radius.log, log { auth = yes }',
  on: {
    vpn(event, emit, context) {
      if (event.what === 'disconnect') return;
      const { world } = context;
      const places = placesOf(world);
      const gateway = places.first('vpn')?.name ?? 'VPN01';
      const good = event.what === 'connect';
      const at = event.at + 520;
      const user = quoted(event.account);
      emit(
        at,
        line(
          at,
          context,
          `${good ? 'Login OK' : 'Login incorrect (mschap: MS-CHAP2-Response is incorrect)'}: [${user}] (from client ${gateway.toLowerCase()} port 0 cli ${event.from})`,
        ),
        facets(gateway, event.account, event.from, gateway, good),
      );
    },
    dhcp(event, emit, context) {
      // Joining the wireless network comes just before asking for an address.
      const { client } = event;
      if (client.segment.zone !== 'wireless' || event.what !== 'discover') return;
      const account = client.owner?.account ?? `host/${client.fqdn}`;
      const { at } = event;
      const access = `ap${String(1 + (hashKeys(client.mac) % 40)).padStart(2, '0')}`;
      const station = client.mac.toUpperCase().replaceAll(':', '-');
      emit(
        at,
        line(
          at,
          context,
          `Login OK: [${quoted(account)}] (from client ${access} port ${hashKeys(client.mac, 'port') % 64} cli ${station})`,
        ),
        facets(client.name, account, client.ip, access, true),
      );
    },
  },
});

const facets = (host: string, user: string, source: string, object: string, good: boolean): Facets => ({
  host,
  user: user.toLowerCase(),
  source,
  destination: '',
  object,
  code: good ? 'ok' : 'failed',
});
