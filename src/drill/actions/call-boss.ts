// The manager is told.
import { form, textField } from './form.ts';
import { type Action, did } from './order.ts';

export const callBoss: Action = {
  id: 'call-boss',
  group: 'people',
  title: { ja: '上司に報告', en: 'Report to the manager' },
  summary: { ja: '状況と次の手を報告する。', en: 'Reports the situation and what comes next.' },
  parameters: form({ text: textField('text') }),
  delay: [1, 5],
  cost: { ja: 'ない。', en: 'None.' },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: '次の報告の時刻を求められる。', en: 'The next report is expected at a time.' },
  limits: {
    ja: '承認の要る措置は、別に申請する。',
    en: 'Measures that need approval are asked for separately.',
  },
  provokes: [],
  carryOut(order) {
    const first = !order.run.situation.facts.has('boss-informed');
    order.run.situation.facts.add('boss-informed');
    order.say('boss', '', 'phone', first ? 'boss.first' : 'boss.again');
    return did('boss-informed', {});
  },
};
