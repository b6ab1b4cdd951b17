// Packets that Linux's netfilter logged (iptables LOG, nftables log, UFW): `IN=eth0 OUT= … SRC=… DST=… PROTO=TCP SPT=… DPT=…`.
import { canonicalIp, whole } from '../core/values.ts';
import type { Draft } from '../format.ts';

const pair = /([A-Z]{2,8})=([^\s]{0,64})/g;

/** Puts a logged packet's addresses into the event; false when the message is not such a line. */
export function applyNetfilter(message: string, draft: Draft): boolean {
  if (message.length > 2_048 || !message.includes(' SRC=') || !message.includes('IN=')) return false;
  const fields = new Map<string, string>();
  for (const match of message.matchAll(pair)) if (!fields.has(match[1]!)) fields.set(match[1]!, match[2]!);
  const source = canonicalIp(fields.get('SRC') ?? '');
  const destination = canonicalIp(fields.get('DST') ?? '');
  if (source === undefined || destination === undefined) return false;
  draft['event.category'] = 'network';
  draft['event.action'] = 'packet';
  draft['source.ip'] = source;
  draft['destination.ip'] = destination;
  const protocol = (fields.get('PROTO') ?? '').toLowerCase();
  if (protocol !== '') draft['network.transport'] = protocol === 'icmpv6' ? 'ipv6-icmp' : protocol;
  const from = whole(fields.get('SPT'), 0xffff);
  const to = whole(fields.get('DPT'), 0xffff);
  const length = whole(fields.get('LEN'), 0xffff);
  if (from !== undefined) draft['source.port'] = from;
  if (to !== undefined) draft['destination.port'] = to;
  if (length !== undefined) draft['network.bytes'] = length;
  draft['network.packets'] = 1;
  return true;
}
