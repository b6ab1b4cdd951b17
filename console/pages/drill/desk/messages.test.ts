// Messages: what is an alert, threads in order, what a message names.
import { expect, it } from 'vitest';
import type { Message } from './data.ts';
import { isAlert, namedIn, threadsOf } from './messages.ts';

const message = (fields: Partial<Message>): Message => ({
  id: 'm',
  at: 0,
  channel: 'chat',
  direction: 'in',
  role: 'boss',
  person: '',
  subject: '',
  text: '',
  by: '',
  label: '',
  thread: 'boss',
  read: false,
  ...fields,
});

it('puts the newest thread first and people nobody wrote to last; alerts are no thread', () => {
  const threads = threadsOf(
    [
      message({ id: '1', at: 1 }),
      message({ id: '2', at: 2, role: 'user', person: 'taro', thread: 'user:taro', read: true }),
      message({ id: '3', at: 3, role: 'monitoring', thread: 'monitoring', channel: 'alert' }),
      message({ id: '4', at: 4, direction: 'out', read: true }),
    ],
    ['boss', 'police', 'system'],
  );
  expect(threads.map(({ id, unread, messages }) => [id, unread, messages.length])).toEqual([
    ['boss', 1, 2],
    ['user:taro', 0, 1],
    ['police', 0, 0],
  ]);
  expect(isAlert(message({ role: 'system' }))).toBe(true);
  expect(isAlert(message({}))).toBe(false);
});

it('finds what a message names in its values and its text, each once', () => {
  expect(
    namedIn(
      message({
        text: 'see https://evil.example/a',
        message: {
          key: 'drill.notice.soc-c2',
          values: { host: 'PC-0012', domain: 'c2.example', ip: '10.0.0.5', n: 3 },
        },
      }),
    ),
  ).toEqual([
    { type: 'host', value: 'PC-0012' },
    { type: 'domain', value: 'c2.example' },
    { type: 'ip', value: '10.0.0.5' },
    { type: 'url', value: 'https://evil.example/a' },
    { type: 'domain', value: 'evil.example' },
  ]);
});
