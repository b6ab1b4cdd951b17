// What an event says, in the fewest words: for lists, for the evidence chain, for people.
import type { Event } from './event.ts';

const telling = [
  'process.command_line',
  'url.full',
  'dns.question.name',
  'rule.name',
  'file.name',
  'message',
  'user.name',
  'user_agent.original',
  'hinomi.tool.name',
  'hinomi.reason',
  'event.original',
] as const;

/** The most telling field of an event that has one, as its source wrote it: hostile text. */
export function tellingField(event: Event): { name: (typeof telling)[number]; value: string } | undefined {
  for (const name of telling) {
    const value = event[name];
    if (typeof value === 'string' && value !== '') return { name, value };
  }
  return undefined;
}
