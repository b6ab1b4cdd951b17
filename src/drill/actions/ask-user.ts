// A person is asked what happened.
import type { WorldEvent } from '../world/event.ts';
import { clock } from './clock.ts';
import { accountField, form } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

const isMail = (event: WorldEvent): event is Extract<WorldEvent, { kind: 'mail' }> => event.kind === 'mail';

export const askUser: Action = {
  id: 'ask-user',
  group: 'people',
  title: { ja: '職員に尋ねる', en: 'Ask a user' },
  summary: {
    ja: '本人に、届いたメールや操作について聞く。',
    en: 'Asks somebody about mails received and what they did.',
  },
  parameters: form({ account: accountField }),
  delay: [3, 15],
  cost: { ja: '本人の時間。', en: 'Their time.' },
  effort: 1,
  approval: 'none',
  sideEffects: { ja: 'ない。', en: 'None.' },
  limits: {
    ja: '人は忘れ、言いにくいことは言わない。不在なら答えはない。',
    en: 'People forget, and keep back what is awkward. Nobody answers when absent.',
  },
  provokes: [],
  carryOut(order) {
    const found = order.account();
    if (!found?.person) return cannot('unknown-account', { account: order.text('account') });
    const { person, account } = found;
    const { scene, now, ledger, variant } = order.run;
    const plan = scene.plan(person, scene.dayOf(now));
    if (!plan || now < plan.arrive || now > plan.leave) return noEffect('user-absent', { account });
    const say = (key: Parameters<typeof order.say>[3], values = {}) =>
      order.say('user', account, 'phone', key, values);
    const opened = ledger.steps.find(
      step =>
        step.hosts.includes(person.pc.name) &&
        step.taken.some(one => one.host === person.pc.name && one.from === 'internet'),
    );
    const letter = ledger.events.find(
      (event): event is Extract<WorldEvent, { kind: 'mail' }> =>
        isMail(event) && event.cause.startsWith('step:') && event.to.includes(person.mail),
    );
    if (letter && opened)
      say(person.awareness < 0.25 ? 'user.not-sure' : 'user.opened', {
        subject: letter.subject,
        sender: letter.from.mail,
        time: clock(order.run, opened.at),
      });
    else if (letter)
      say('user.got-mail', {
        subject: letter.subject,
        sender: letter.from.mail,
        time: clock(order.run, letter.at),
      });
    else if (opened) {
      const site = Object.values(variant.cast).find(one => one.kind === 'site');
      say('user.only-browsed', {
        site: site?.kind === 'site' ? site.site.domain : '',
        time: clock(order.run, opened.at),
      });
    } else say('user.nothing');
    return did('user-asked', { account });
  },
};
