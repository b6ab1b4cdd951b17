// The desk of messages: threads between a team and the people of the story, and what still waits for an answer.
import type { WorldChannel, WorldRole } from '#model/drill/inject.ts';
import type { Run, Utterance } from '../run/run.ts';
import type { MessageEntry, TeamState } from './state.ts';

/** A message as both sides see it: written by somebody, or said by the simulation. */
export interface DeskMessage {
  id: string;
  at: number;
  channel: WorldChannel;
  direction: 'in' | 'out';
  role: WorldRole;
  person: string;
  subject: string;
  text: string;
  /** Instead of text: a key of content/messages with its values. */
  message?: { key: string; values: Readonly<Record<string, string | number>> };
  by: string;
  thread: string;
  answers?: string;
  /** Action it is an answer to. */
  action?: number;
  read: boolean;
}

/** One thread a role and person. */
const thread = (role: string, person: string): string => (person ? `${role}:${person}` : role);

/** What the simulation says has a stable id: when, who, what. A longer log changes nothing that was said before. */
export const utteranceId = (said: Utterance): string =>
  `said:${Math.round(said.at)}:${said.from.role}:${said.message.key.slice('drill.'.length)}:${said.answers}`;

const fromEntry = (entry: MessageEntry, read: ReadonlySet<string>): DeskMessage => ({
  id: entry.message,
  at: entry.at,
  channel: entry.channel,
  direction: entry.direction,
  role: entry.role,
  person: entry.person,
  subject: entry.subject,
  text: entry.text,
  by: entry.by,
  thread: thread(entry.role, entry.person),
  ...(entry.answers === undefined ? {} : { answers: entry.answers }),
  read: entry.direction === 'out' || read.has(entry.message),
});

const fromUtterance = (said: Utterance, read: ReadonlySet<string>): DeskMessage => {
  const id = utteranceId(said);
  return {
    id,
    at: said.at,
    channel: said.channel,
    direction: 'in',
    role: said.from.role,
    person: said.from.person,
    subject: '',
    text: '',
    message: said.message,
    by: '',
    thread: thread(said.from.role, said.from.person),
    ...(said.answers > 0 ? { action: said.answers } : {}),
    read: read.has(id),
  };
};

/** All messages of a team up to a moment, oldest first; `alerts` are those of systems and of the monitoring centre. */
export function messagesOf(state: TeamState, run: Run, now: number): DeskMessage[] {
  return [
    ...state.messages.map(entry => fromEntry(entry, state.read)),
    ...run.utterances.filter(said => said.at <= now).map(said => fromUtterance(said, state.read)),
  ].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

export const isAlert = (message: Pick<DeskMessage, 'channel' | 'role'>): boolean =>
  message.channel === 'alert' || message.role === 'monitoring' || message.role === 'system';

/** Words of the team nobody answered yet: nothing came back in the thread since. */
export function waiting(messages: readonly DeskMessage[]): DeskMessage[] {
  const answered = new Set(
    messages.flatMap(one => (one.direction === 'in' && one.answers ? [one.answers] : [])),
  );
  return messages.filter(
    one =>
      one.direction === 'out' &&
      !answered.has(one.id) &&
      !messages.some(
        later =>
          later.direction === 'in' && later.thread === one.thread && later.at > one.at && later.by !== '',
      ),
  );
}
