// Memcached bait: looks like a cache that listens on UDP.
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { memcachedAnswerer } from './answer.ts';

export const memcached = udpBait(
  {
    id: 'memcached',
    title: { en: 'Memcached reflector bait', ja: 'memcached リフレクターのおとり' },
    summary: {
      en: 'Looks like a memcached open on UDP; holds nothing and keeps nothing.',
      ja: 'UDP で公開された memcached を装う。何も保持せず、書き込みも受け付けない。',
    },
    transport: 'udp',
    protocol: 'memcached',
    defaultPort: 21211,
    servicePort: 11211,
    settings: Type.Object(
      { version: Type.String({ default: '1.4.25', maxLength: 40, pattern: '^[\\x21-\\x7e]*$' }) },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: {
      en: 'Claimed source addresses and keys asked for.',
      ja: '名乗られた送信元アドレスと要求されたキー。',
    },
    capabilities: ['network:listen'],
    references: ['https://github.com/memcached/memcached/blob/master/doc/protocol.txt', 'CVE-2018-1000115'],
  },
  memcachedAnswerer,
);
