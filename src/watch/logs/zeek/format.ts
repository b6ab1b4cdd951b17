// Zeek logs, tab-separated or JSON, every stream.
import { jsonHead } from '../core/sniff.ts';
import { header, type LogFormat } from '../format.ts';
import { jsonStream, parseJsonLine } from './json.ts';
import { streamOfName } from './streams.ts';
import { TsvReader } from './tsv.ts';

export const zeek: LogFormat = {
  id: 'zeek',
  aliases: ['bro'],
  title: { en: 'Zeek logs', ja: 'Zeek ログ' },
  summary: {
    en: 'Connection, DNS, HTTP, TLS, file and other logs of Zeek, tab-separated or JSON.',
    ja: 'Zeek の接続・DNS・HTTP・TLS・ファイルなどのログ（TSV または JSON）。',
  },
  fileNames: [
    /(^|[^a-z])(conn|dns|http|ssl|files|notice|weird|ssh|smb_files|smb_mapping|kerberos|x509|dce_rpc|ntlm|rdp|smtp|ftp|dhcp|software|tunnel)([.:_-][\d:._T+-]*)?\.log/i,
  ],
  sniff(head, name) {
    if (/^(\uFEFF)?#separator /.test(head) || /^#fields\t/m.test(head)) return 0.98;
    const named = streamOfName(name);
    const json = jsonHead(
      head,
      record =>
        ('ts' in record &&
          ('uid' in record || 'id.orig_h' in record || '_path' in record || '@stream' in record)) ||
        (typeof record['ts'] === 'number' && jsonStream(record, named) !== ''),
    );
    return json ? 0.95 : 0;
  },
  createParser({ name, clock }) {
    const nameStream = streamOfName(name);
    const tsv = new TsvReader(nameStream, clock);
    return {
      line(text) {
        if (text.trim() === '') return header;
        return text.startsWith('{') ? parseJsonLine(text, nameStream, clock) : tsv.line(text);
      },
    };
  },
  emits: {
    actions: ['flow', 'dns-query', 'request', 'tls', 'file', 'notice', 'weird', 'login-attempt', 'ssh'],
    rsit: ['scanner', 'brute-force', 'exploit', 'malware-distribution'],
    techniques: [],
  },
  personalData: [
    'source.ip',
    'destination.ip',
    'user.name',
    'url.full',
    'dns.question.name',
    'file.name',
    'labels',
  ],
  references: ['https://docs.zeek.org/en/master/logs/index.html'],
  examples: [
    '{"_path":"conn","ts":1714557600.123456,"uid":"C1","id.orig_h":"192.0.2.1","id.orig_p":4242,"id.resp_h":"198.51.100.2","id.resp_p":443,"proto":"tcp","service":"ssl","duration":1.5,"orig_pkts":3,"resp_pkts":4,"orig_ip_bytes":300,"resp_ip_bytes":4000,"conn_state":"SF"}',
  ],
};
