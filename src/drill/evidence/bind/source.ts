// BIND 9.18 query log, with the response-policy lines of names the defenders block.
import type { Host } from '../../world/entities.ts';
import type { DnsLookup } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf, millis } from '../syslog/clock.ts';
import { printName } from './name.ts';

/** Policy zone the defenders' list is published in. */
const policyZone = 'rpz.local';

const domainOfName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** A Linux resolver library asks with EDNS, Windows without; another server adds its cookie. */
const flagsOf = (asker: Host): string =>
  asker.roles.includes('domain-controller') ? '+E(0)' : asker.os === 'debian-12' ? '+E(0)' : '+';

function write(event: DnsLookup, emit: Emit, { world }: ProjectionContext): void {
  const places = placesOf(world);
  const { resolver } = places;
  if (!resolver) return;
  const leg = flowsOf(event, world).find(flow => flow.destination === resolver.ip);
  // The resolver's own look-ups are no queries to it.
  if (!leg) return;
  const asker = places.hostAt(leg.source) ?? event.host;
  const name = printName(event.name);
  const spelt = clockOf(world).second(leg.at).bind;
  const handle = hashKeys(leg.source, leg.sourcePort % 17)
    .toString(16)
    .padStart(8, '0');
  const client = `client @0x7f${handle.slice(0, 7)}098 ${leg.source}#${leg.sourcePort} (${name})`;
  const facets = {
    host: asker.name,
    user: '',
    source: leg.source,
    destination: resolver.ip,
    object: domainOfName(event.name),
    code: event.type,
  };
  emit(
    leg.at,
    `${spelt}.${millis(leg.at)} queries: info: ${client}: query: ${name} IN ${event.type} ${flagsOf(asker)} (${resolver.ip})`,
    facets,
  );
  if (event.blocked)
    emit(
      leg.at,
      `${spelt}.${millis(leg.at)} rpz: info: ${client}: rpz QNAME NXDOMAIN rewrite ${name}/${event.type}/IN via ${name}.${policyZone}`,
      { ...facets, code: 'rpz' },
    );
}

export const bind = defineSource({
  id: 'bind',
  title: { en: 'DNS queries (BIND 9)', ja: 'DNS問い合わせ (BIND 9)' },
  summary: {
    en: 'Questions asked of the resolver, and which of them the block list answered (rpz). Where PCs ask a domain controller, its forwarded questions stand here with the controller as client, and only those no cache could answer. Times are local.',
    ja: 'リゾルバーへの問い合わせと、遮断リストが答えたもの (rpz)。PCがドメインコントローラーに問い合わせる構成では、キャッシュで答えられず転送された問い合わせだけが、コントローラーを送信元として残る。時刻は現地時間。',
  },
  file: 'bind/query.log',
  format: 'text',
  readers: ['logwatch'],
  reference: 'BIND 9.18 Administrator Reference Manual, logging: categories queries and rpz',
  on: { dns: write },
});
