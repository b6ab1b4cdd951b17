// Which alert channels an incident concerns. Pure.
import { parseIp, parsePrefix, prefixContains } from '#model/ip.ts';
import type { AlertChannel } from '#model/record/alert.ts';
import type { Incident } from '#model/record/incident.ts';
import { rsitClassOf } from '#model/vocab/rsit.ts';
import { tlpAllows } from '#model/vocab/tlp.ts';

/**
 * Whether a channel wants to hear of an incident: enabled, severe enough, of a class it asked for, within its
 * sharing ceiling, and about one of its networks. Exercise incidents concern no channel, ever.
 */
export function concerns(channel: AlertChannel, incident: Incident): boolean {
  if (incident.exercise !== '') return false;
  if (!channel.enabled || incident.severity < channel.minSeverity) return false;
  if (!tlpAllows(channel.tlp, incident.tlp)) return false;
  if (channel.classes.length > 0 && !channel.classes.includes(rsitClassOf(incident.rsit))) return false;
  if (channel.prefixes.length === 0) return true;
  const prefixes = channel.prefixes.map(parsePrefix).filter(prefix => prefix !== undefined);
  return incident.subjects.some(subject => {
    const address = subject.type === 'prefix' ? parsePrefix(subject.value)?.bytes : parseIp(subject.value);
    return address !== undefined && prefixes.some(prefix => prefixContains(prefix, address));
  });
}
