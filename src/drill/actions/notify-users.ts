// Everybody is warned.
import type { WorldEvent } from '../world/event.ts';
import { form, textField } from './form.ts';
import { type Action, did } from './order.ts';

/** So many people answer a warning. */
const answers = 4;

export const notifyUsers: Action = {
  id: 'notify-users',
  group: 'people',
  title: { ja: '全職員に注意喚起', en: 'Warn the staff' },
  summary: {
    ja: '不審なメールや画面について知らせ、連絡を求める。',
    en: 'Tells everybody of suspicious mails or screens and asks for reports.',
  },
  parameters: form({ text: textField('text') }),
  delay: [5, 15],
  cost: { ja: '全員が数分読む。問い合わせが増える。', en: 'Everybody reads for minutes; more calls.' },
  effort: 2,
  approval: 'none',
  sideEffects: { ja: '内部の事情が外へ漏れることがある。', en: 'Word may get out.' },
  limits: {
    ja: '読まない人もいる。既に感染した端末は治らない。',
    en: 'Not everybody reads it. Infected PCs stay infected.',
  },
  provokes: [],
  carryOut(order) {
    const { situation, ledger, world } = order.run;
    situation.warned = true;
    order.charge(world.organisation.hourlyCost.pc * world.organisation.people.length * 0.01);
    const letters = ledger.events.filter(
      (event): event is Extract<WorldEvent, { kind: 'mail' }> =>
        event.kind === 'mail' && event.cause.startsWith('step:') && event.outcome === 'delivered',
    );
    let said = 0;
    for (const letter of letters) {
      const person = world.organisation.people.find(one => letter.to.includes(one.mail));
      if (!person || said >= answers || order.random(person.id).chance(0.4)) continue;
      said++;
      order.say('user', person.account, 'mail', 'user.reports-mail', {
        subject: letter.subject,
        sender: letter.from.mail,
      });
    }
    return did('users-warned', { count: said });
  },
};
