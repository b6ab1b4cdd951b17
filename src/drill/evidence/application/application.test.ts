// Lines of the ecs-logging format, whatever an account calls itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Application } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { application } from './source.ts';

const line = (change: Partial<Application>): string =>
  textOf(application, {
    kind: 'application',
    at: morning,
    host: machines.intranet,
    cause: '',
    application: 'portal',
    what: 'view',
    account: 'yamada.t',
    client: '10.10.1.42',
    object: '4711',
    detail: '/notice/4711',
    ...change,
  })[0]!;

test('a page and a failed login', () => {
  expect(line({})).toBe(
    '{"@timestamp":"2026-11-02T00:15:03.250Z","log.level":"INFO","message":"view /notice/4711","ecs.version":"1.2.0","service.name":"portal","event.dataset":"portal.audit","log.logger":"audit","event.action":"view","event.category":["web"],"event.type":["access"],"event.outcome":"success","user.name":"yamada.t","source.ip":"10.10.1.42","host.hostname":"ap01","url.path":"/notice/4711","labels.object":"4711"}',
  );
  expect(JSON.parse(line({ what: 'login-failed', object: '', detail: 'no such account' }))).toMatchObject({
    'log.level': 'WARN',
    message: 'login-failed no such account',
    'event.outcome': 'failure',
  });
});

test('every text stays inside its value', () => {
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(any, any, any, (account, object, detail) => {
      const text = line({ account, object, detail });
      expect(text).not.toMatch(/[\x00-\x1f\x7f]/);
      expect(JSON.parse(text)['user.name']).toBe(account);
    }),
    { numRuns: 40 },
  );
});
