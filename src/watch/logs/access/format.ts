// Access logs of web servers (Apache, nginx): common and combined format.
import { LabelBag } from '../core/labels.ts';
import { shareOf } from '../core/sniff.ts';
import { parseClf } from '../core/time.ts';
import { fullUrl } from '../core/url.ts';
import { bounded, canonicalIp, whole } from '../core/values.ts';
import { bad, type Draft, header, type LineParser, type LogFormat } from '../format.ts';
import { type AccessLine, parseAccess } from './parse.ts';

const given = (text: string): string => (text === '-' ? '' : text);

function createParser(): LineParser {
  return {
    line(text) {
      if (text.trim() === '') return header;
      const line = parseAccess(text);
      if (typeof line === 'string') return bad(line);
      const time = parseClf(line.time);
      return time === undefined ? bad(`no readable time: ${line.time}`) : [toDraft(line, time)];
    },
  };
}

function toDraft(line: AccessLine, time: number): Draft {
  const draft: Draft = {
    '@timestamp': time,
    'event.module': 'access',
    'event.dataset': 'access.request',
    'event.category': 'web',
    'event.action': 'request',
    'observer.type': 'log',
    'network.transport': 'tcp',
    'network.protocol': 'http',
    message: bounded(`${line.request} ${line.status}`, 4096),
  };
  const labels = new LabelBag();
  const client = canonicalIp(line.client);
  if (client !== undefined) draft['source.ip'] = client;
  else labels.add('client', line.client);
  if (given(line.user) !== '') draft['user.name'] = bounded(line.user, 4096);
  // The request line is whatever the client sent: only the proper form is taken apart.
  const request = /^([A-Z][A-Za-z-]{0,31}) (\S+)(?: HTTP\/(\d(?:\.\d)?))?$/.exec(line.request);
  const [host = '', port] = line.vhost.split(':');
  if (host !== '') draft['url.domain'] = bounded(host.toLowerCase(), 256);
  const hostPort = whole(port, 0xffff);
  if (hostPort !== undefined) draft['destination.port'] = hostPort;
  if (request) {
    draft['http.request.method'] = request[1]!;
    draft['url.full'] = fullUrl(hostPort === 443 ? 'https' : 'http', host, hostPort, request[2]!);
    labels.add('http.version', request[3] ?? '');
  } else labels.add('request', line.request);
  const status = whole(line.status, 0xffff);
  if (status !== undefined) draft['http.response.status_code'] = status;
  labels.add('http.response.bytes', given(line.size));
  labels.add('http.request.referrer', given(line.referer));
  if (given(line.agent) !== '') draft['user_agent.original'] = bounded(line.agent, 4096);
  labels.add('rest', line.rest);
  labels.finish(draft);
  return draft;
}

export const access: LogFormat = {
  id: 'access',
  aliases: ['apache', 'nginx', 'combined', 'clf', 'access-log'],
  title: { en: 'Web access log', ja: 'Web アクセスログ' },
  summary: {
    en: 'Requests to a web server (Apache or nginx, common or combined format).',
    ja: 'Web サーバー（Apache、nginx）へのリクエスト（common／combined 形式）。',
  },
  fileNames: [/access[^/]*log/i],
  sniff: head => {
    const share = shareOf(head, line => {
      const parsed = parseAccess(line);
      return typeof parsed !== 'string' && parseClf(parsed.time) !== undefined;
    });
    return share * 0.93;
  },
  createParser,
  emits: { actions: ['request'], rsit: [], techniques: [] },
  personalData: ['source.ip', 'user.name', 'url.full', 'user_agent.original'],
  references: ['https://httpd.apache.org/docs/current/logs.html#accesslog'],
  examples: [
    '192.0.2.1 - - [01/May/2024:10:00:00 +0900] "GET /index.html?q=1 HTTP/1.1" 200 512 "https://www.example/" "Mozilla/5.0 (\\"quoted\\")"',
  ],
};
