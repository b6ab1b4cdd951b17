// JSON lines of any program, by a mapping; without one, by ECS names and common synonyms.

import { parseObject } from '../core/record.ts';
import { jsonHead } from '../core/sniff.ts';
import { bad, header, type LogFormat } from '../format.ts';
import { compileMapping } from './apply.ts';
import { timePaths } from './default.ts';

export const jsonl: LogFormat = {
  id: 'jsonl',
  aliases: ['json', 'ndjson'],
  title: { en: 'JSON lines', ja: 'JSON Lines' },
  summary: {
    en: 'One JSON object a line from any program; a mapping says which field is what, ECS names need none.',
    ja: '任意のプログラムの JSON Lines。対応表で項目を指定（ECS 名なら不要）。',
  },
  fileNames: [/\.(jsonl|ndjson|json)(\.gz|\.zst)?$/i],
  sniff: head => (jsonHead(head, record => timePaths.some(path => Object.hasOwn(record, path))) ? 0.3 : 0),
  createParser({ clock, mapping, zoneMinutes = 0 }) {
    const apply = compileMapping('jsonl', mapping, clock, zoneMinutes);
    return {
      line(text) {
        if (text.trim() === '') return header;
        const record = parseObject(text);
        return typeof record === 'string' ? bad(record) : apply(record);
      },
    };
  },
  emits: { actions: ['log'], rsit: [], techniques: [] },
  personalData: ['source.ip', 'destination.ip', 'user.name', 'labels'],
  references: ['https://jsonlines.org/', 'https://www.elastic.co/docs/reference/ecs'],
  examples: [
    '{"timestamp":"2024-05-01T10:00:00Z","src_ip":"192.0.2.1","dst_port":22,"username":"root","note":"free text"}',
  ],
};
