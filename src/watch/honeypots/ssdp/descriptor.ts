// SSDP bait: looks like a home gateway that answers UPnP discovery from the Internet.
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { ssdpAnswerer } from './answer.ts';

const header = { maxLength: 200, pattern: '^[\\x20-\\x7e]*$' };

export const ssdp = udpBait(
  {
    id: 'ssdp',
    title: { en: 'SSDP reflector bait', ja: 'SSDP リフレクターのおとり' },
    summary: {
      en: 'Looks like a home gateway open to UPnP discovery.',
      ja: 'UPnP の探索に応える家庭用ルーターを装う。',
    },
    transport: 'udp',
    protocol: 'ssdp',
    defaultPort: 11900,
    servicePort: 1900,
    settings: Type.Object(
      {
        server: Type.String({ default: 'Linux/2.6.36, UPnP/1.0, MiniUPnPd/1.8', ...header }),
        location: Type.String({ default: 'http://192.168.1.1:5000/rootDesc.xml', ...header }),
      },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: { en: 'Claimed source addresses.', ja: '名乗られた送信元アドレス。' },
    capabilities: ['network:listen'],
    references: [
      'UPnP Device Architecture 1.1 §1.3',
      'https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks',
    ],
  },
  ssdpAnswerer,
);
