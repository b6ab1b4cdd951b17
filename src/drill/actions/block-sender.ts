// The mail gateway refuses a sender or a sender's domain.
import { form, textField } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

export const blockSender: Action = {
  id: 'block-sender',
  group: 'block',
  title: { ja: '差出人を遮断', en: 'Block a sender' },
  summary: {
    ja: 'この差出人またはドメインからのメールを受け取らない。',
    en: 'Mail from this address or domain is not accepted.',
  },
  parameters: form({ sender: textField('sender', 254) }),
  delay: [3, 8],
  cost: { ja: '取引先のドメインなら連絡が途絶える。', en: 'With a partner’s domain, correspondence stops.' },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: '同じドメインの正規のメールも届かない。',
    en: 'Legitimate mail of the domain does not arrive either.',
  },
  limits: {
    ja: '届いたメールは受信箱に残る。差出人は簡単に変えられる。',
    en: 'Mail already delivered stays. Senders change easily.',
  },
  provokes: [],
  carryOut(order) {
    const sender = order.text('sender').toLowerCase().replace(/^@/, '');
    if (order.standing('sender', sender)) return noEffect('already', { what: sender });
    order.hold('sender', sender);
    const { world } = order.run;
    const partner = world.internet.correspondents.some(
      one => one.mail === sender || one.mail.endsWith(`@${sender}`),
    );
    if (partner) order.costs(world.organisation.hourlyCost.mail * 0.1);
    return did(partner ? 'sender-blocked-partner' : 'sender-blocked', { sender });
  },
};
