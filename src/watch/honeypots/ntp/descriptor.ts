// NTP bait: looks like an outdated server that still answers monlist.
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { ntpAnswerer } from './answer.ts';

export const ntp = udpBait(
  {
    id: 'ntp',
    title: { en: 'NTP reflector bait', ja: 'NTP リフレクターのおとり' },
    summary: {
      en: 'Looks like an outdated time server: answers time, control (mode 6) and monlist (mode 7) requests, sparingly.',
      ja: '古い時刻サーバーを装い、時刻・制御（モード 6）・monlist（モード 7）の要求に控えめに応える。',
    },
    transport: 'udp',
    protocol: 'ntp',
    defaultPort: 1123,
    servicePort: 123,
    settings: Type.Object(
      {
        version: Type.String({ default: 'ntpd 4.2.6p5@1.2349-o', maxLength: 100, pattern: '^[^"]*$' }),
        refid: Type.String({ default: 'GPS', maxLength: 4 }),
      },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: { en: 'Claimed source addresses.', ja: '名乗られた送信元アドレス。' },
    capabilities: ['network:listen'],
    references: ['RFC 5905', 'RFC 9327', 'CVE-2013-5211'],
  },
  ntpAnswerer,
);
