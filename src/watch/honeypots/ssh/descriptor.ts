// SSH honeypot: looks like a Debian server with guessable passwords and a shell that does nothing but record.
import { Type } from 'typebox';
import { defineHoneypot } from '../honeypot.ts';
import { LoginPolicy } from '../login-policy.ts';
import { serveSsh } from './server.ts';

export const ssh = defineHoneypot(
  {
    id: 'ssh',
    title: { en: 'SSH honeypot', ja: 'SSH ハニーポット' },
    summary: {
      en: 'Looks like a server with guessable passwords: records logins, commands, uploads and tunnel wishes.',
      ja: '推測しやすいパスワードのサーバーを装い、ログイン、コマンド、アップロード、トンネル要求を記録する。',
    },
    transport: 'tcp',
    protocol: 'ssh',
    defaultPort: 2222,
    servicePort: 22,
    settings: Type.Object(
      {
        /** Identification after `SSH-2.0-`. */
        ident: Type.String({
          default: 'OpenSSH_8.4p1 Debian-5+deb11u3',
          maxLength: 200,
          pattern: '^[\\x21-\\x7e][\\x20-\\x7e]*$',
        }),
        host: Type.String({ default: 'server', maxLength: 63, pattern: '^[A-Za-z0-9-]+$' }),
        login: LoginPolicy,
      },
      { additionalProperties: false },
    ),
    emits: [
      'connection',
      'login-attempt',
      'command',
      'download-request',
      'file-captured',
      'tunnel-request',
      'session-end',
      'suppressed',
    ],
    personalData: {
      en: 'Source addresses, names and passwords tried, key fingerprints, commands typed, files sent.',
      ja: '送信元アドレス、試行されたアカウント名・パスワード・鍵の指紋、コマンド、送られたファイル。',
    },
    capabilities: ['network:listen'],
    references: ['RFC 4252', 'RFC 4253', 'RFC 4254', 'https://github.com/salesforce/hassh'],
  },
  serveSsh,
);
