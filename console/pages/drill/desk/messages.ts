// Messages of the desk, sorted apart, and what they name.
import type { EntityType } from '#model/drill/case.ts';
import type { Message } from './data.ts';
import { type Found, findsIn } from './logs/finds.ts';

/** What monitoring and systems say; the rest are people. */
export const isAlert = (message: Pick<Message, 'channel' | 'role'>): boolean =>
  message.channel === 'alert' || message.role === 'monitoring' || message.role === 'system';

const typeOf: Readonly<Record<string, EntityType>> = {
  host: 'host',
  account: 'account',
  ip: 'ip',
  address: 'ip',
  domain: 'domain',
  site: 'domain',
  sender: 'email',
  sha256: 'sha256',
  path: 'path',
  url: 'url',
};

/** Hosts, accounts and the like a message names: the values it was filled with, and what its text holds. */
export function namedIn(message: Pick<Message, 'text' | 'message' | 'at'>): Found[] {
  const values = Object.entries(message.message?.values ?? {}).flatMap(([name, value]): Found[] => {
    const type = typeOf[name];
    return type && typeof value === 'string' && value !== '' ? [{ type, value }] : [];
  });
  const empty = { id: '', source: '', host: '', user: '', from: '', destination: '', object: '', code: '' };
  const texts = [message.text, ...Object.values(message.message?.values ?? {}).map(String)].join('\n');
  const seen = new Set(values.map(one => one.value.toLowerCase()));
  return [
    ...values,
    ...findsIn({ ...empty, at: message.at, text: texts }).filter(one => !seen.has(one.value.toLowerCase())),
  ];
}

/** One thread of messages: with whom, and what was said, oldest first. */
export interface Thread {
  id: string;
  role: Message['role'];
  person: string;
  messages: Message[];
  unread: number;
}

/** Threads with people, the one with the newest word first; `roles` stand below as empty threads. */
export function threadsOf(messages: readonly Message[], roles: readonly Message['role'][]): Thread[] {
  const threads = new Map<string, Thread>();
  for (const message of messages) {
    if (isAlert(message)) continue;
    const known = threads.get(message.thread) ?? {
      id: message.thread,
      role: message.role,
      person: message.person,
      messages: [],
      unread: 0,
    };
    known.messages.push(message);
    if (message.direction === 'in' && !message.read) known.unread += 1;
    threads.set(message.thread, known);
  }
  const spoken = [...threads.values()].sort((a, b) => b.messages.at(-1)!.at - a.messages.at(-1)!.at);
  const silent = roles
    .filter(role => !threads.has(role) && role !== 'monitoring' && role !== 'system')
    .map((role): Thread => ({ id: role, role, person: '', messages: [], unread: 0 }));
  return [...spoken, ...silent];
}
