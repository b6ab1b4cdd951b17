// Settings of the DNS process, from the flat settings of the platform.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { RandomBytes } from '#model/ids.ts';
import type { WarningPageConfig } from '../warning-page/server.ts';
import type { TsigKey } from './dns/tsig.ts';
import type { ForwarderConfig } from './resolver/forwarder.ts';
import { parseEndpoint, parseResolvConf } from './resolver/upstream.ts';
import type { PrimaryConfig } from './rpz/primary.ts';

export interface DnsConfig {
  /** Folder for the list and the zones. */
  dir: string;
  feedSocket: string;
  hotZone: string;
  baseZone: string;
  /** URL of the warning page, for the texts that resolvers hand to clients. */
  warningUrl: string;
  rpz?: Omit<PrimaryConfig, 'warningHost'> & { warningHost: string };
  forwarder?: ForwarderConfig;
  warningPage?: WarningPageConfig;
  /** Owners in hot from which the compaction does not wait for the night. */
  hotLimit?: number;
}

export interface DnsSettings {
  data: string;
  address: string;
  /** 0 turns the forwarder off. */
  resolverPort: number;
  rpzPort: number;
  upstreams: readonly string[];
  /** `address:port`, with `=key` behind it when the secondary signs (BIND, PowerDNS; Unbound cannot). */
  secondaries: readonly string[];
  tsigName: string;
  warningAddress: string;
  warningPort: number;
  clients: readonly string[];
}

/** The secret of zone transfers, made on first use and kept readable by this account only. */
function loadTsigKey(path: string, name: string, random: RandomBytes): TsigKey {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as TsigKey;
    if (typeof kept.secret === 'string' && kept.name === name) return kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new HinomiError('TSIG_KEY', `the key file ${path} cannot be read`, {
        remedy: 'Restore it from a backup, or remove it to make a new key (secondaries need it too).',
        cause: error,
      });
  }
  const key = { name, secret: Buffer.from(random(32)).toString('base64') };
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify(key), { mode: 0o600 });
  chmodSync(path, 0o600);
  return key;
}

/** @throws HinomiError `DNS_UPSTREAM` for an address that is none. */
export function dnsConfig(settings: DnsSettings, random: RandomBytes, resolvConf: string): DnsConfig {
  const dir = join(settings.data, 'dns');
  const key = loadTsigKey(join(dir, 'tsig.json'), settings.tsigName, random);
  const own = settings.resolverPort;
  const upstreams =
    settings.upstreams.length > 0
      ? settings.upstreams.map(text => parseEndpoint(text))
      : parseResolvConf(resolvConf);
  const secondaries = settings.secondaries.map(text => {
    const [endpoint = '', signs] = text.split('=');
    return { ...parseEndpoint(endpoint), ...(signs === undefined ? {} : { key: settings.tsigName }) };
  });
  const port = settings.warningPort === 80 ? '' : `:${settings.warningPort}`;
  const host = settings.warningAddress.includes(':')
    ? `[${settings.warningAddress}]`
    : settings.warningAddress;
  return {
    dir,
    feedSocket: join(settings.data, 'run', 'list.sock'),
    hotZone: 'hot.rpz.hinomi',
    baseZone: 'base.rpz.hinomi',
    warningUrl: `http://${host}${port}/`,
    rpz: {
      listen: { address: settings.address, port: settings.rpzPort },
      warningHost: 'warning.hinomi.internal',
      keys: [key],
      // Whoever has the key may fetch from anywhere; without it only from this machine.
      allow: [
        { from: '127.0.0.1' },
        { from: '::1' },
        { from: '0.0.0.0/0', key: key.name },
        { from: '::/0', key: key.name },
      ],
      secondaries,
    },
    ...(own === 0
      ? {}
      : {
          forwarder: {
            listen: { address: settings.address, port: own },
            // Never ask oneself: that would be a loop.
            upstreams: upstreams.filter(each => each.address !== settings.address || each.port !== own),
            warningAddresses: [settings.warningAddress],
            clients: [...settings.clients],
          },
        }),
    warningPage: { listen: { address: settings.warningAddress, port: settings.warningPort } },
  };
}
