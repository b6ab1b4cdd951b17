// CharGEN bait: looks like a forgotten character generator.
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { chargenAnswerer } from './answer.ts';

export const chargen = udpBait(
  {
    id: 'chargen',
    title: { en: 'CharGEN reflector bait', ja: 'CharGEN リフレクターのおとり' },
    summary: {
      en: 'Looks like a forgotten character generator service.',
      ja: '放置された文字生成サービスを装う。',
    },
    transport: 'udp',
    protocol: 'chargen',
    defaultPort: 10019,
    servicePort: 19,
    settings: Type.Object(
      { bytes: Type.Integer({ default: 222, minimum: 1, maximum: 512 }) },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: { en: 'Claimed source addresses.', ja: '名乗られた送信元アドレス。' },
    capabilities: ['network:listen'],
    references: ['RFC 864'],
  },
  chargenAnswerer,
);
