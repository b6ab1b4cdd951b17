// Generic syslog, with OpenSSH logins and netfilter packets understood.
import { LabelBag } from '../core/labels.ts';
import { shareOf } from '../core/sniff.ts';
import { bounded } from '../core/values.ts';
import { bad, type Draft, header, type LineParser, type LogFormat, type ParserContext } from '../format.ts';
import { parseSyslog, type SyslogLine } from './header.ts';
import { applyNetfilter } from './netfilter.ts';
import { isSshd, parseAttempt } from './sshd.ts';

/** RFC 5424 §6.2.1 severities, 0 (emergency) – 7 (debug), on the dictionary's scale of 0 – 100 (worst). */
const severities = [100, 90, 80, 60, 40, 20, 10, 0];

export const syslogLabels = (line: SyslogLine, labels: LabelBag): void => {
  labels.add('host', line.host);
  labels.add('app', line.app);
  labels.add('pid', line.process);
  labels.add('msgid', line.messageId);
  if (line.priority !== undefined) labels.add('facility', String(line.priority >> 3));
  for (const [name, value] of line.structured) labels.add(name, value);
  if (line.assumed !== '') labels.add('hinomi.time', `${line.assumed} assumed`);
};

export function createParser({ clock, zoneMinutes = 0 }: ParserContext): LineParser {
  return {
    line(text) {
      if (text.trim() === '') return header;
      const line = parseSyslog(text, clock(), zoneMinutes);
      return typeof line === 'string' ? bad(line) : toDrafts(line);
    },
  };
}

function toDrafts(line: SyslogLine): Draft[] {
  const draft: Draft = {
    '@timestamp': line.time,
    'event.module': 'syslog',
    'event.dataset': line.app === '' ? 'syslog.line' : `syslog.${bounded(line.app.toLowerCase(), 64)}`,
    'event.category': 'host',
    'event.action': 'log',
    'observer.type': 'log',
    message: bounded(line.message, 4096),
  };
  if (line.priority !== undefined) draft['event.severity'] = severities[line.priority & 7]!;
  const labels = new LabelBag();
  syslogLabels(line, labels);
  const attempt = isSshd(line.app) ? parseAttempt(line.message) : undefined;
  if (!attempt) {
    if (isSshd(line.app)) draft['network.protocol'] = 'ssh';
    else applyNetfilter(line.message, draft);
    labels.finish(draft);
    return [draft];
  }
  labels.add('ssh.method', attempt.method);
  labels.finish(draft);
  Object.assign(draft, {
    'event.category': 'authentication',
    'event.action': 'login-attempt',
    'event.outcome': attempt.outcome,
    'source.ip': attempt.ip,
    'network.transport': 'tcp',
    'network.protocol': 'ssh',
    'user.name': bounded(attempt.user, 4096),
  });
  if (attempt.port !== undefined) draft['source.port'] = attempt.port;
  return attempt.times === 1 ? [draft] : Array.from({ length: attempt.times }, () => ({ ...draft }));
}

export const syslog: LogFormat = {
  id: 'syslog',
  aliases: ['auth', 'auth.log', 'sshd', 'messages'],
  title: { en: 'Syslog', ja: 'Syslog' },
  summary: {
    en: 'Syslog lines (RFC 5424, RFC 3164, ISO-dated files); OpenSSH logins and netfilter packets are understood.',
    ja: 'Syslog（RFC 5424、RFC 3164、ISO 日時）。OpenSSH のログインと netfilter のパケット記録を解釈。',
  },
  fileNames: [/(^|\/)(auth|syslog|messages|secure|kern|daemon|ufw)(\.log)?([.-]\d+)?(\.gz|\.zst)?$/i],
  sniff(head, name) {
    const reference = Date.UTC(2100, 0, 1);
    const share = shareOf(head, line => typeof parseSyslog(line, reference, 0) !== 'string');
    return share < 0.5
      ? 0
      : 0.5 + share * 0.2 + (syslog.fileNames.some(pattern => pattern.test(name)) ? 0.1 : 0);
  },
  createParser,
  emits: { actions: ['log', 'login-attempt', 'packet'], rsit: [], techniques: [] },
  personalData: ['source.ip', 'user.name', 'message', 'labels'],
  references: ['https://www.rfc-editor.org/rfc/rfc5424', 'https://www.rfc-editor.org/rfc/rfc3164'],
  examples: [
    '<34>1 2024-05-01T10:00:00.123Z host.example app 123 ID7 [meta@32473 k="v"] something happened',
    'May  1 10:00:00 web1 sshd[812]: Failed password for invalid user admin from 192.0.2.1 port 4242 ssh2',
  ],
};
