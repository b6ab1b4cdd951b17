// The memory of a running host is copied.
import { form, hostField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const takeMemory: Action = {
  id: 'take-memory',
  group: 'evidence',
  title: { ja: 'メモリを採取', en: 'Take memory' },
  summary: {
    ja: '動いている端末の記憶を写し、プロセスと通信の報告を得る。',
    en: 'Copies the memory of a running host; gives a report of processes and connections.',
  },
  parameters: form({ host: hostField }),
  delay: [12, 25],
  cost: { ja: '採取中は端末が遅い。', en: 'The host is slow meanwhile.' },
  effort: 2,
  approval: 'none',
  sideEffects: {
    ja: '隔離してからでも採取できる(電源を切らないこと)。',
    en: 'Works on an isolated host too, as long as it was not switched off.',
  },
  limits: {
    ja: '再起動・再構築・駆除の後では残っていない。',
    en: 'After a restart, rebuild or clean-up it is gone.',
  },
  provokes: [],
  carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    const { situation, now } = order.run;
    order.charge(order.priceOf(host) * 0.2);
    if (situation.rebuilt.has(host.name) || situation.destroyed.has(host.name))
      return noEffect('memory-gone', { host: host.name });
    order.artefact(`memory:${host.name}:${Math.floor(now)}`);
    return did('memory-taken', { host: host.name });
  },
};
