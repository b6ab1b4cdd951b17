// A whole segment is cut off from the others; inside it machines still reach each other.
import { form, textField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const isolateSegment: Action = {
  id: 'isolate-segment',
  group: 'host',
  title: { ja: 'セグメントを隔離', en: 'Isolate a segment' },
  summary: { ja: '区画全体を他から切り離す。', en: 'Cuts a whole segment off from the rest.' },
  parameters: form({ segment: textField('segment', 60) }),
  delay: [8, 20],
  cost: { ja: '区画の全員・全サーバの業務が止まる。', en: 'Everybody and every server in it stands still.' },
  effort: 3,
  approval: 'boss',
  sideEffects: {
    ja: '問い合わせが殺到し、ログも届かない。侵入者にも分かる。',
    en: 'Many calls, no logs from there; an intruder notices.',
  },
  limits: { ja: '区画の中では感染が広がり続ける。', en: 'Inside the segment things go on spreading.' },
  provokes: ['sleep'],
  carryOut(order) {
    const { world } = order.run;
    const wanted = order.text('segment');
    const segment = world.organisation.segments.find(one => one.id === wanted);
    if (!segment) return cannot('unknown-segment', { segment: wanted });
    if (order.standing('segment', segment.id)) return noEffect('already', { what: segment.id });
    order.hold('segment', segment.id);
    let perHour = 0;
    for (const host of world.organisation.hosts) {
      if (host.segment.id !== segment.id) continue;
      order.silence(host);
      perHour += order.priceOf(host);
    }
    order.costs(perHour);
    order.signal({ kind: 'hunted' });
    return did('segment-isolated', { segment: segment.id });
  },
};
