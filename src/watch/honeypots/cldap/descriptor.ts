// CLDAP bait: looks like a domain controller that answers UDP searches from the Internet.
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { cldapAnswerer } from './answer.ts';

export const cldap = udpBait(
  {
    id: 'cldap',
    title: { en: 'CLDAP reflector bait', ja: 'CLDAP リフレクターのおとり' },
    summary: {
      en: 'Looks like a domain controller open to connectionless LDAP searches.',
      ja: 'コネクションレス LDAP の検索に応えるドメインコントローラーを装う。',
    },
    transport: 'udp',
    protocol: 'cldap',
    defaultPort: 1389,
    servicePort: 389,
    settings: Type.Object(
      {
        domain: Type.String({ default: 'corp.local', maxLength: 100, pattern: '^[A-Za-z0-9.-]+$' }),
        host: Type.String({ default: 'dc01', maxLength: 63, pattern: '^[A-Za-z0-9-]+$' }),
      },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: { en: 'Claimed source addresses.', ja: '名乗られた送信元アドレス。' },
    capabilities: ['network:listen'],
    references: ['RFC 1798', 'RFC 4511', '[MS-ADTS] §6.3.3'],
  },
  cldapAnswerer,
);
