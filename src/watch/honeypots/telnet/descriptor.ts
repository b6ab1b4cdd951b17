// Telnet honeypot: looks like a camera or router with default passwords and a BusyBox shell.
import { Type } from 'typebox';
import { defineHoneypot } from '../honeypot.ts';
import { LoginPolicy } from '../login-policy.ts';
import { serveTelnet } from './server.ts';

export const telnet = defineHoneypot(
  {
    id: 'telnet',
    title: { en: 'Telnet honeypot', ja: 'Telnet ハニーポット' },
    summary: {
      en: 'Looks like an embedded device: login prompts, then a BusyBox shell that does nothing but record.',
      ja: '組込み機器を装い、ログイン後は記録だけを行う BusyBox 風シェルを見せる。',
    },
    transport: 'tcp',
    protocol: 'telnet',
    defaultPort: 2323,
    servicePort: 23,
    settings: Type.Object(
      {
        host: Type.String({ default: 'router', maxLength: 63, pattern: '^[A-Za-z0-9-]+$' }),
        banner: Type.String({ default: '', maxLength: 1000 }),
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
      'session-end',
      'suppressed',
    ],
    personalData: {
      en: 'Source addresses, names and passwords tried, commands typed, files sent.',
      ja: '送信元アドレス、試行されたアカウント名とパスワード、コマンド、送られたファイル。',
    },
    capabilities: ['network:listen'],
    references: ['RFC 854', 'RFC 855', 'RFC 1143'],
  },
  serveTelnet,
);
