// DNS bait: looks like an open resolver.
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { dnsAnswerer } from './answer.ts';

export const dns = udpBait(
  {
    id: 'dns',
    title: { en: 'DNS reflector bait', ja: 'DNS リフレクターのおとり' },
    summary: {
      en: 'Looks like an open resolver and records who asks for what, and whom they name as the source.',
      ja: 'オープンリゾルバーを装い、問い合わせの内容と、送信元として名乗られたアドレスを記録する。',
    },
    transport: 'udp',
    protocol: 'dns',
    defaultPort: 5354,
    servicePort: 53,
    settings: Type.Object(
      {
        address: Type.String({ default: '192.0.2.53', maxLength: 45 }),
        version: Type.String({ default: 'dnsmasq-2.85', maxLength: 100 }),
        records: Type.Record(Type.String({ maxLength: 253 }), Type.String({ maxLength: 45 }), {
          default: {},
        }),
      },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: {
      en: 'Claimed source addresses and the names asked for.',
      ja: '名乗られた送信元アドレスと問い合わせ名。',
    },
    capabilities: ['network:listen'],
    references: ['RFC 1035', 'RFC 5358', 'RFC 6891', 'https://attack.mitre.org/techniques/T1498/002/'],
  },
  dnsAnswerer,
);
