// The settings with which the usual resolvers take our two zones: shown in the console and the guide, used by the tests.
import type { TsigKey } from './dns/tsig.ts';

export interface ResolverSettingsInput {
  /** Address and port of our primary as the resolver reaches it. */
  primary: { address: string; port: number };
  /** Zone names, hot first: it must be asked first. */
  hot: string;
  base: string;
  key?: Pick<TsigKey, 'name' | 'secret'>;
}

export interface ResolverSettings {
  unbound: string;
  bind: string;
  knot: string;
  powerdns: string;
}

/**
 * Settings for Unbound ≥ 1.17, BIND ≥ 9.18, Knot Resolver 5 and PowerDNS Recursor ≥ 4.8. The TSIG secret is not
 * written: a placeholder stands for it unless `withSecret` (for machines of one's own, as in the tests).
 */
export function resolverSettings(input: ResolverSettingsInput, withSecret = false): ResolverSettings {
  const { primary, hot, base, key } = input;
  const secret = withSecret ? (key?.secret ?? '') : '<secret: hinomi doctor shows the file that holds it>';
  const zones = [hot, base];
  const unbound = `server:
    # respip makes Unbound look at addresses in answers too (rpz-ip).
    module-config: "respip iterator"
${zones
  .map(
    zone => `rpz:
    name: "${zone}."
    primary: ${primary.address}@${primary.port}
    allow-notify: ${primary.address}
    zonefile: "${zone}.zone"
`,
  )
  .join('')}`;
  const bind = `${key ? `key "${key.name}" { algorithm hmac-sha256; secret "${secret}"; };\n` : ''}options {
    // Without the first line a change waits up to 60 s, without the second up to half a second.
    response-policy { zone "${hot}"; zone "${base}"; } min-update-interval 0;
    serial-query-rate 1000;
};
${zones
  .map(
    zone => `zone "${zone}" {
    type secondary;
    primaries { ${primary.address} port ${primary.port}${key ? ` key "${key.name}"` : ''}; };
    file "${zone}.zone";
    request-ixfr yes;
    notify no;
    allow-query { none; };
    allow-notify { ${primary.address}; };
};
`,
  )
  .join('')}`;
  const powerdns = `-- recursor.conf: lua-config-file=/etc/powerdns/hinomi.lua, packetcache-ttl=1
-- PowerDNS asks by itself (refresh) and keeps answers it has cached; both are bounded to about a second here.
${zones
  .map(
    zone =>
      `rpzPrimary("${primary.address}:${primary.port}", "${zone}", { refresh=1, seedFile="${zone}.zone", dumpFile="${zone}.zone"${
        key ? `, tsigname="${key.name}", tsigalgo="hmac-sha256", tsigsecret="${secret}"` : ''
      } })`,
  )
  .join('\n')}
`;
  const knot = `-- Knot Resolver 5 reads files and does not transfer zones: fetch with kdig/dig when notified, it watches the file.
--   dig @${primary.address} -p ${primary.port} ${hot} AXFR${key ? ' -k hinomi.key' : ''} > ${hot}.zone
modules.load('policy')
${zones.map(zone => `policy.add(policy.rpz(policy.DENY, '${zone}.zone', true))`).join('\n')}
`;
  return { unbound, bind, knot, powerdns };
}
