// HTTP and HTTPS honeypots: look like the login page of a device.
import { Type } from 'typebox';
import { defineHoneypot, type HoneypotDescriptor } from '../honeypot.ts';
import { serveHttp } from './server.ts';

const settings = Type.Object(
  {
    title: Type.String({
      default: 'Router Administration',
      minLength: 1,
      maxLength: 60,
      pattern: '^[\\x20-\\x7e]*$',
    }),
    realm: Type.String({ default: 'Router', maxLength: 60, pattern: '^[\\x20-\\x7e]*$' }),
    server: Type.String({ default: 'lighttpd/1.4.35', maxLength: 100, pattern: '^[\\x20-\\x7e]*$' }),
  },
  { additionalProperties: false },
);

const common = {
  transport: 'tcp',
  protocol: 'http',
  settings,
  emits: [
    'connection',
    'request',
    'login-attempt',
    'download-request',
    'file-captured',
    'tunnel-request',
    'session-end',
    'suppressed',
  ],
  personalData: {
    en: 'Source addresses, request headers and body starts, names and passwords tried.',
    ja: '送信元アドレス、要求ヘッダーと本文の先頭、試行されたアカウント名とパスワード。',
  },
  capabilities: ['network:listen'],
  references: ['RFC 9110', 'RFC 9112', 'https://attack.mitre.org/techniques/T1190/'],
} as const satisfies Partial<HoneypotDescriptor>;

export const http = defineHoneypot(
  {
    ...common,
    id: 'http',
    title: { en: 'HTTP honeypot', ja: 'HTTP ハニーポット' },
    summary: {
      en: 'Looks like a device login page; names exploit attempts by their shape.',
      ja: '機器のログイン画面を装い、攻撃の試みを形から分類する。',
    },
    defaultPort: 8090,
    servicePort: 80,
  },
  (values, context, descriptor) => serveHttp(values, context, descriptor, false),
);

export const https = defineHoneypot(
  {
    ...common,
    id: 'https',
    title: { en: 'HTTPS honeypot', ja: 'HTTPS ハニーポット' },
    summary: {
      en: 'The same device over TLS with its own self-signed certificate.',
      ja: '同じ機器を自己署名証明書の TLS で見せる。',
    },
    defaultPort: 8493,
    servicePort: 443,
  },
  (values, context, descriptor) => serveHttp(values, context, descriptor, true),
);
