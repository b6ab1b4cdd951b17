// The provider is asked to keep a flood away from the line.
import { form, textField } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

export const callProvider: Action = {
  id: 'call-provider',
  group: 'people',
  title: { ja: '通信事業者に依頼', en: 'Call the provider' },
  summary: { ja: '大量通信を上流で止めてもらう。', en: 'Asks for the flood to be filtered upstream.' },
  parameters: form({ text: textField('text') }),
  delay: [20, 40],
  cost: { ja: '正規の通信も一部止まる。', en: 'Some legitimate traffic is filtered too.' },
  effort: 2,
  approval: 'none',
  sideEffects: { ja: '海外からの閲覧が遅くなる。', en: 'Visits from abroad become slower.' },
  limits: { ja: '大量通信でない侵入には効かない。', en: 'No help against an intrusion.' },
  provokes: [],
  carryOut(order) {
    const { situation, world } = order.run;
    if (situation.filtered.has('all')) return noEffect('already', { what: 'filter' });
    if (!situation.facts.has('site-down')) {
      order.say('provider', '', 'phone', 'provider.no-flood');
      return noEffect('provider-no-flood', {});
    }
    situation.filtered.add('all');
    order.costs(world.organisation.hourlyCost.publicWeb * 0.1);
    order.say('provider', '', 'phone', 'provider.filtered');
    return did('provider-filtered', {});
  },
};
