// Dionaea: malware honeypot for SMB, FTP, MySQL, MSSQL, SIP … JSON logs.

import { objectAt, textAt } from '../core/record.ts';
import { jsonHead } from '../core/sniff.ts';
import type { LogFormat } from '../format.ts';
import { createParser } from './parser.ts';

export const dionaea: LogFormat = {
  id: 'dionaea',
  aliases: ['dionaea-json', 'dionaea-incident'],
  title: { en: 'Dionaea JSON', ja: 'Dionaea JSON' },
  summary: {
    en: 'Connections, logins, offers and captured files of the Dionaea honeypot (log_json or log_incident).',
    ja: 'Dionaea ハニーポットの接続・ログイン・検体取得（log_json、log_incident）。',
  },
  fileNames: [/dionaea[^/]*\.json/i],
  sniff: head =>
    jsonHead(
      head,
      record =>
        textAt(record, 'origin').startsWith('dionaea.') ||
        ('src_ip' in record &&
          'dst_ip' in record &&
          ['accept', 'connect', 'listen', 'reject'].includes(
            textAt(objectAt(record, 'connection') ?? {}, 'type'),
          )),
    )
      ? 0.96
      : 0,
  createParser,
  emits: {
    actions: ['connection', 'login-attempt', 'command', 'download-request', 'file-captured', 'session-end'],
    rsit: ['brute-force', 'malware-distribution'],
    techniques: ['T1110', 'T1105'],
  },
  personalData: ['source.ip', 'user.name', 'hinomi.password', 'process.command_line', 'url.full'],
  references: ['https://dionaea.readthedocs.io/en/latest/ihandler/log_json.html'],
  examples: [
    '{"connection":{"protocol":"mysqld","transport":"tcp","type":"accept"},"credentials":[{"username":"root","password":"example"}],"dst_ip":"198.51.100.2","dst_port":3306,"src_hostname":"","src_ip":"192.0.2.1","src_port":4242,"timestamp":"2024-05-01T10:00:00.123456"}',
    '{"timestamp":"2024-05-01T10:00:00.123456","name":"dionaea","origin":"dionaea.download.offer","data":{"url":"http://192.0.2.9/a.bin","connection":{"id":7,"protocol":"smbd","transport":"tcp","local_ip":"198.51.100.2","local_port":445,"remote_hostname":"","remote_ip":"192.0.2.1","remote_port":4242}}}',
  ],
};
