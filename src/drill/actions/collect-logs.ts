// Logs of a host that are not forwarded are fetched.
import { form, hostField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const collectLogs: Action = {
  id: 'collect-logs',
  group: 'evidence',
  title: { ja: 'ログを採取', en: 'Collect logs' },
  summary: {
    ja: '端末に残るログとファイル一覧を取り寄せる。',
    en: 'Fetches the logs and the list of files left on a host.',
  },
  parameters: form({ host: hostField }),
  delay: [10, 25],
  cost: { ja: '担当者の手間。', en: 'Work of the administrators.' },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: 'ない。', en: 'None.' },
  limits: {
    ja: '消去された分、破壊された端末の分は取れない。',
    en: 'What was cleared, and a destroyed host, give nothing.',
  },
  provokes: [],
  carryOut(order) {
    const host = order.host();
    if (!host) return cannot('unknown-host', { host: order.text('host') });
    const { situation, now } = order.run;
    if (situation.destroyed.has(host.name)) return noEffect('host-destroyed', { host: host.name });
    order.artefact(`logs:${host.name}:${Math.floor(now)}`);
    return did('logs-collected', { host: host.name });
  },
};
