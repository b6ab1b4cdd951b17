// Cowrie: SSH and Telnet honeypot, JSON log.
import { jsonHead } from '../core/sniff.ts';
import type { LogFormat } from '../format.ts';
import { createParser } from './parser.ts';

export const cowrie: LogFormat = {
  id: 'cowrie',
  aliases: ['cowrie-json'],
  title: { en: 'Cowrie JSON', ja: 'Cowrie JSON' },
  summary: {
    en: 'Logins, commands, downloads and tunnels tried at the Cowrie SSH/Telnet honeypot.',
    ja: 'Cowrie（SSH/Telnet ハニーポット）でのログイン・コマンド・ダウンロード・トンネルの試行。',
  },
  fileNames: [/cowrie[^/]*\.json/i],
  sniff: head =>
    jsonHead(
      head,
      record =>
        typeof record['eventid'] === 'string' &&
        (record['eventid'].startsWith('cowrie.') ||
          (record['eventid'] !== '' && 'session' in record && 'sensor' in record)),
    )
      ? 0.97
      : 0,
  createParser,
  emits: {
    actions: [
      'connection',
      'login-attempt',
      'command',
      'download-request',
      'file-captured',
      'tunnel-request',
      'session-end',
      'client',
    ],
    rsit: ['brute-force', 'malware-distribution'],
    techniques: ['T1110', 'T1059', 'T1105', 'T1090'],
  },
  personalData: ['source.ip', 'user.name', 'hinomi.password', 'process.command_line', 'url.full'],
  references: ['https://docs.cowrie.org/en/latest/OUTPUT.html'],
  examples: [
    '{"eventid":"cowrie.login.failed","username":"root","password":"example","message":"login attempt [root/example] failed","sensor":"pot1","timestamp":"2024-05-01T10:00:00.123456Z","src_ip":"192.0.2.1","session":"a1b2c3d4"}',
    '{"eventid":"cowrie.command.input","input":"uname -a","message":"CMD: uname -a","sensor":"pot1","timestamp":"2024-05-01T10:00:02.123456Z","src_ip":"192.0.2.1","session":"a1b2c3d4"}',
  ],
};
