// The police are told: crimes with money or threats are stopped outside.
import { form, textField } from './form.ts';
import { type Action, did } from './order.ts';

export const callPolice: Action = {
  id: 'call-police',
  group: 'people',
  title: { ja: '警察に相談', en: 'Call the police' },
  summary: {
    ja: '被害を相談し、送金の凍結や投稿の捜査につなげる。',
    en: 'Reports the crime, so that transfers are frozen and posts looked into.',
  },
  parameters: form({ text: textField('text') }),
  delay: [20, 40],
  cost: { ja: '説明の時間。', en: 'Time to explain.' },
  effort: 2,
  approval: 'none',
  sideEffects: { ja: '証拠の保全を求められる。', en: 'Evidence has to be kept.' },
  limits: { ja: '技術的な対処はしない。', en: 'They do not fix machines.' },
  provokes: [],
  carryOut(order) {
    const { situation, ledger } = order.run;
    situation.facts.add('police-informed');
    const crime = ledger.losses.some(one => one.kind === 'fraud' || one.what === 'threats');
    order.say('police', '', 'phone', situation.imaged.size > 0 ? 'police.thanks' : 'police.keep-evidence');
    return did(crime ? 'police-acting' : 'police-informed', {});
  },
};
