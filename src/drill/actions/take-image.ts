// A copy of a disk is taken for later examination.
import { form, hostField } from './form.ts';
import { type Action, cannot, did } from './order.ts';

export const takeImage: Action = {
  id: 'take-image',
  group: 'evidence',
  title: { ja: 'ディスクの複製を採取', en: 'Take a disk image' },
  summary: {
    ja: '端末のディスクを複製し、ファイル一覧とハッシュの報告を得る。',
    en: 'Copies the disk and gives a report of files and hashes.',
  },
  parameters: form({ host: hostField }),
  delay: [45, 75],
  cost: { ja: '採取中は端末を使えない。', en: 'The host cannot be used meanwhile.' },
  effort: 3,
  approval: 'none',
  sideEffects: {
    ja: '再構築や復元の前に行わないと証拠は残らない。',
    en: 'After rebuilding or restoring nothing is left to copy.',
  },
  limits: { ja: '記憶中だけの痕跡は残らない。', en: 'What was in memory alone is not on it.' },
  provokes: [],
  carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    order.charge(order.priceOf(host));
    const { situation, now } = order.run;
    const rebuilt = situation.rebuilt.has(host.name);
    situation.imaged.add(host.name);
    order.artefact(`disk:${host.name}:${Math.floor(now)}`);
    return rebuilt
      ? { status: 'no-effect', key: 'image-too-late', values: { host: host.name } }
      : did('image-taken', { host: host.name });
  },
};
