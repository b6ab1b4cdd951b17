// OpenVPN server: connections from outside, with account and address assigned.
import type { Vpn } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { vpnPort } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';
import { daemonPid, logName, syslogLine } from '../syslog/line.ts';

/** OpenVPN shows a name with anything unusual replaced. */
const safeName = (account: string): string => account.replace(/[^A-Za-z0-9._@$-]/g, '_');

const sid = (event: Vpn): string => {
  const word = (n: number) => hashKeys(event.account, event.at, n).toString(16).padStart(8, '0');
  return `sid=${word(0)} ${word(1)}`;
};

function write(event: Vpn, emit: Emit, { world }: ProjectionContext): void {
  const places = placesOf(world);
  const server = places.first('vpn') ?? event.host;
  const clock = clockOf(world);
  const pid = daemonPid(world.seed, server, 'ovpn-server');
  const host = logName(server);
  const peer = `${event.from}:${vpnPort(event)}`;
  const name = safeName(event.account);
  const say = (after: number, text: string): void => {
    const at = event.at + after;
    emit(at, syslogLine(clock, at, host, 'ovpn-server', pid, text), {
      host: server.name,
      user: event.account.toLowerCase(),
      source: event.from,
      destination: event.assigned,
      object: event.assigned,
      code: event.what,
    });
  };
  switch (event.what) {
    case 'connect':
      say(0, `${peer} TLS: Initial packet from [AF_INET]${peer}, ${sid(event)}`);
      say(280, `${peer} peer info: IV_VER=2.6.12`);
      say(280, `${peer} peer info: IV_PLAT=win`);
      say(540, `${peer} TLS: Username/Password authentication succeeded for username '${name}' [CN SET]`);
      say(
        600,
        `${peer} Control Channel: TLSv1.3, cipher TLSv1.3 TLS_AES_256_GCM_SHA384, peer certificate: 2048 bit RSA, signature: RSA-SHA256`,
      );
      say(605, `${peer} [${name}] Peer Connection Initiated with [AF_INET]${peer}`);
      say(620, `${name}/${peer} MULTI_sva: pool returned IPv4=${event.assigned}, IPv6=(Not enabled)`);
      say(621, `${name}/${peer} MULTI: Learn: ${event.assigned} -> ${name}/${peer}`);
      say(621, `${name}/${peer} MULTI: primary virtual IP for ${name}/${peer}: ${event.assigned}`);
      return;
    case 'disconnect':
      say(
        0,
        event.reason === 'timeout'
          ? `${name}/${peer} [${name}] Inactivity timeout (--ping-restart), restarting`
          : `${name}/${peer} SIGTERM[soft,remote-exit] received, client-instance exiting`,
      );
      if (event.reason === 'timeout')
        say(0.4, `${name}/${peer} SIGUSR1[soft,ping-restart] received, client-instance restarting`);
      return;
    case 'failed':
      say(0, `${peer} TLS: Initial packet from [AF_INET]${peer}, ${sid(event)}`);
      say(620, `${peer} TLS Auth Error: Auth Username/Password verification failed for peer`);
      say(
        624,
        `${peer} Control Channel: TLSv1.3, cipher TLSv1.3 TLS_AES_256_GCM_SHA384, peer certificate: 2048 bit RSA, signature: RSA-SHA256`,
      );
      say(624.2, `${peer} Peer Connection Initiated with [AF_INET]${peer}`);
      say(1670, `${peer} SIGTERM[soft,delayed-exit] received, client-instance exiting`);
  }
}

export const vpn = defineSource({
  id: 'vpn',
  title: { en: 'VPN gateway (OpenVPN)', ja: 'VPNゲートウェイ (OpenVPN)' },
  summary: {
    en: 'Log-ins from outside: address they came from, account, address assigned inside. A failed log-in names no account here; the RADIUS log of the same second does. Times are local.',
    ja: '外部からの接続。接続元アドレス、アカウント、割り当てた内部アドレスを含む。失敗した接続にはアカウント名が残らないため、同時刻のRADIUSログで確認する。時刻は現地時間。',
  },
  file: 'vpn/openvpn.log',
  format: 'text',
  readers: ['logwatch', 'lnav'],
  reference: 'OpenVPN 2.6 server, syslog',
  on: { vpn: write },
});
