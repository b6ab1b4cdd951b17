// Messages of the desk, sorted apart.
import type { Message } from './data.ts';

/** What monitoring and systems say; the rest are people. */
export const isAlert = (message: Pick<Message, 'channel' | 'role'>): boolean =>
  message.channel === 'alert' || message.role === 'monitoring' || message.role === 'system';
