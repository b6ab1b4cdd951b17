// The national or sector CSIRT is asked; with a true indicator it answers with what it knows of the same attackers.
import { form, textField } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

export const callCsirt: Action = {
  id: 'call-csirt',
  group: 'people',
  title: { ja: 'CSIRT に連絡', en: 'Call the CSIRT' },
  summary: {
    ja: '見つけた手掛かり(名前、アドレス、ハッシュ)を伝え、関連情報を求める。',
    en: 'Gives an indicator found (name, address, hash) and asks for related ones.',
  },
  parameters: form({ indicator: textField('indicator', 300) }),
  delay: [20, 50],
  cost: { ja: 'ない。', en: 'None.' },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: '報告の義務がある場合はここで果たされる。',
    en: 'Fulfils a duty to report where there is one.',
  },
  limits: {
    ja: '正しい手掛かりがなければ一般的な助言だけになる。',
    en: 'Without a true indicator only general advice.',
  },
  provokes: [],
  carryOut(order) {
    const { ledger, variant } = order.run;
    const wanted = order.text('indicator').toLowerCase();
    order.run.situation.facts.add('csirt-informed');
    const known = ledger.steps.some(step => step.indicators.some(one => one.value.toLowerCase() === wanted));
    if (!known) {
      order.say('csirt', '', 'mail', 'csirt.general');
      return noEffect('csirt-general', { indicator: wanted });
    }
    const others = variant.scenario.attacker.channels
      .map(channel => variant.cast[channel.domain])
      .flatMap(one => (one?.kind === 'domain' && one.domain !== wanted ? [one.domain, one.address] : []));
    if (others.length === 0) {
      order.say('csirt', '', 'mail', 'csirt.known', { indicator: wanted });
      return did('csirt-known', { indicator: wanted });
    }
    order.say('csirt', '', 'mail', 'csirt.related', { indicator: wanted, related: others.join(', ') });
    return did('csirt-related', { indicator: wanted });
  },
};
