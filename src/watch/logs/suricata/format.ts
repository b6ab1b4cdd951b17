// Suricata EVE JSON: alerts, flows and protocol logs of the IDS.

import { jsonHead } from '../core/sniff.ts';
import type { LogFormat } from '../format.ts';
import { createParser } from './parser.ts';

export const suricata: LogFormat = {
  id: 'suricata',
  aliases: ['eve', 'suricata-eve'],
  title: { en: 'Suricata EVE', ja: 'Suricata EVE' },
  summary: {
    en: 'Alerts, flows and protocol records of Suricata, one JSON object a line (eve.json).',
    ja: 'Suricata のアラート・フロー・プロトコル記録（eve.json、一行一 JSON）。',
  },
  fileNames: [/(^|[^a-z])eve[^/]*\.(json|log)/i],
  sniff: head =>
    jsonHead(
      head,
      record => typeof record['event_type'] === 'string' && typeof record['timestamp'] === 'string',
    )
      ? 0.95
      : 0,
  createParser,
  emits: {
    actions: ['alert', 'flow', 'dns-query', 'dns-answer', 'request', 'tls', 'file', 'drop', 'anomaly'],
    rsit: [
      'ids-alert',
      'scanner',
      'dos',
      'exploit',
      'brute-force',
      'infected-system',
      'c2-server',
      'malware-distribution',
      'unprivileged-account-compromise',
      'privileged-account-compromise',
      'unauthorised-use-of-resources',
      'social-engineering',
    ],
    techniques: [],
  },
  personalData: [
    'source.ip',
    'destination.ip',
    'user.name',
    'url.full',
    'dns.question.name',
    'file.name',
    'labels',
  ],
  references: ['https://docs.suricata.io/en/latest/output/eve/eve-json-format.html'],
  examples: [
    '{"timestamp":"2024-05-01T10:00:00.123456+0900","flow_id":1,"event_type":"alert","src_ip":"192.0.2.1","src_port":4242,"dest_ip":"198.51.100.2","dest_port":80,"proto":"TCP","alert":{"action":"allowed","gid":1,"signature_id":2001,"rev":1,"signature":"Example","category":"Web Application Attack","severity":1}}',
    '{"timestamp":"2024-05-01T10:00:00.123456+0000","flow_id":2,"event_type":"dns","src_ip":"192.0.2.1","src_port":5353,"dest_ip":"192.0.2.53","dest_port":53,"proto":"UDP","dns":{"version":3,"type":"request","id":7,"queries":[{"rrname":"www.example","rrtype":"A"}]}}',
  ],
};
