// The public is told.
import { minutes } from '../run/state.ts';
import { form, textField } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

export const publishStatement: Action = {
  id: 'publish-statement',
  group: 'people',
  title: { ja: '公表する', en: 'Publish a statement' },
  summary: { ja: '被害と対応を公表する。', en: 'Tells the public what happened and what is done.' },
  parameters: form({ text: textField('text') }),
  delay: [20, 40],
  cost: { ja: '問い合わせ対応。', en: 'Calls to answer.' },
  effort: 3,
  approval: 'boss',
  sideEffects: {
    ja: '攻撃者も読む。まだ中にいれば、最後の段を急ぐ。',
    en: 'The attacker reads it too: one still inside hurries the last step.',
  },
  limits: {
    ja: '早すぎると訂正が要り、遅すぎると信用を失う。',
    en: 'Too early needs corrections, too late costs trust.',
  },
  provokes: ['hurry'],
  *carryOut(order) {
    const { situation } = order.run;
    if (situation.facts.has('published')) return noEffect('already', { what: 'statement' });
    situation.facts.add('published');
    order.say('press', '', 'phone', 'press.questions');
    yield minutes(15);
    order.signal({ kind: 'discovered' });
    return did('published', {});
  },
};
