// Audit log of the organisation's own web applications: JSON lines in the keys of Elastic's ecs-logging.
import type { Application } from '../../world/event.ts';
import { defineSource } from '../source.ts';

interface Meaning {
  category: string;
  type: string;
  outcome: 'success' | 'failure';
  level: 'INFO' | 'WARN' | 'ERROR';
}
const meanings: Record<Application['what'], Meaning> = {
  login: { category: 'authentication', type: 'start', outcome: 'success', level: 'INFO' },
  'login-failed': { category: 'authentication', type: 'start', outcome: 'failure', level: 'WARN' },
  logout: { category: 'authentication', type: 'end', outcome: 'success', level: 'INFO' },
  view: { category: 'web', type: 'access', outcome: 'success', level: 'INFO' },
  change: { category: 'web', type: 'change', outcome: 'success', level: 'INFO' },
  export: { category: 'web', type: 'access', outcome: 'success', level: 'INFO' },
  'password-reset': { category: 'iam', type: 'change', outcome: 'success', level: 'INFO' },
  error: { category: 'web', type: 'error', outcome: 'failure', level: 'ERROR' },
  admin: { category: 'configuration', type: 'change', outcome: 'success', level: 'INFO' },
};

/** JSON lets DEL stand as it is; encoders for logs do not. */
const json = (text: string): string => JSON.stringify(text.toWellFormed()).replaceAll('\x7f', '\\u007f');

export const application = defineSource({
  id: 'application',
  title: { en: 'Web applications (audit, ECS JSON)', ja: '業務アプリケーション (監査、ECS JSON)' },
  summary: {
    en: 'What people did in portal, records and other applications: login, view, change, export, with account, address and what it was about. Look for many accounts from few addresses, exports, accounts at odd hours. Times are UTC.',
    ja: 'ポータルや台帳などのアプリケーションでの操作。ログイン、閲覧、変更、出力を、アカウント、接続元、対象とともに記録する。少数のアドレスからの多数のアカウント、出力、普段と違う時間の利用を探す。時刻はUTC。',
  },
  file: 'application/audit.jsonl',
  format: 'json-lines',
  readers: ['jq'],
  reference: 'Elastic ecs-logging specification 1.0 (ecs.version 1.2.0); field names of ECS 8',
  on: {
    application(event, emit) {
      const { what, detail, object } = event;
      const meaning = meanings[what];
      const page = detail.startsWith('/');
      const message = [what, page || object === '' ? '' : object, detail].filter(Boolean).join(' ');
      const about = object === '' ? '' : `,"labels.object":${json(object)}`;
      emit(
        event.at,
        `{"@timestamp":"${new Date(event.at).toISOString()}","log.level":"${meaning.level}","message":${json(message)},"ecs.version":"1.2.0","service.name":${json(event.application)},"event.dataset":${json(`${event.application}.audit`)},"log.logger":"audit","event.action":"${what}","event.category":["${meaning.category}"],"event.type":["${meaning.type}"],"event.outcome":"${meaning.outcome}","user.name":${json(event.account)},"source.ip":${json(event.client)},"host.hostname":${json(event.host.name.toLowerCase())}${page ? `,"url.path":${json(detail)}` : ''}${about}}`,
        {
          host: event.host.name,
          user: event.account.toLowerCase(),
          source: event.client,
          destination: event.host.ip,
          object: object || event.application,
          code: what,
        },
      );
    },
  },
});
