// SNMP bait: looks like a router readable with the community "public".
import { Type } from 'typebox';
import { udpBait } from '../udp/bait.ts';
import { snmpAnswerer } from './answer.ts';

const text = { maxLength: 200, pattern: '^[\\x20-\\x7e]*$' };

export const snmp = udpBait(
  {
    id: 'snmp',
    title: { en: 'SNMP reflector bait', ja: 'SNMP リフレクターのおとり' },
    summary: {
      en: 'Looks like a router readable with a default community; records communities tried and names asked for.',
      ja: '既定のコミュニティ名で読めるルーターを装い、試されたコミュニティ名と要求を記録する。',
    },
    transport: 'udp',
    protocol: 'snmp',
    defaultPort: 1161,
    servicePort: 161,
    settings: Type.Object(
      {
        communities: Type.Array(Type.String({ maxLength: 64 }), { default: ['public'], maxItems: 16 }),
        sysDescr: Type.String({
          default: 'Linux router 2.6.36 #1 Tue Mar 12 08:21:44 CST 2019 mips',
          ...text,
        }),
        sysName: Type.String({ default: 'router', ...text }),
      },
      { additionalProperties: false },
    ),
    emits: ['amplification-request', 'suppressed'],
    personalData: {
      en: 'Claimed source addresses and communities tried.',
      ja: '名乗られた送信元アドレスと試されたコミュニティ名。',
    },
    capabilities: ['network:listen'],
    references: ['RFC 1157', 'RFC 3416'],
  },
  snmpAnswerer,
);
