// Mail people write, to each other and outside, and what comes for them.
import type { Correspondent } from '../../world/entities.ts';
import type { Random } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { mailFrom, mailTo } from '../make/letter.ts';
import { atMoments } from './at-work.ts';

const sendersByDay: readonly [Correspondent['kind'], number][] = [
  ['partner', 0.38],
  ['newsletter', 0.24],
  ['vendor', 0.12],
  ['government', 0.1],
  ['citizen', 0.16],
];

function senderKind(random: Random): Correspondent['kind'] {
  let left = random.next();
  for (const [kind, share] of sendersByDay) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'partner';
}

export const mailWritten: Behaviour = {
  id: 'mail-written',
  summary: 'Mail people send to colleagues and outside',
  live(scene, slice, happens) {
    const { habits } = scene.world.organisation;
    atMoments(
      scene,
      slice,
      'mail-written',
      // The habit counts copies; a message goes to about 1.8 people.
      plan => (habits.mailsSent * plan.person.pace) / 1.8,
      (plan, at, random) => {
        const from = { person: plan.person, ip: plan.ip };
        if (random.next() < 0.27) {
          const kind = random.next() < 0.6 ? 'partner' : senderKind(random);
          const to = scene.correspondent(kind === 'newsletter' ? 'vendor' : kind, random);
          if (to) mailFrom(scene, happens, at, from, [to.mail], to, random);
          return;
        }
        const near = scene.colleagues(plan.person.department);
        const count = random.next() < 0.62 ? 1 : 1 + Math.min(11, Math.floor(random.exponential() * 3.2));
        const to = new Set<string>();
        for (let n = 0; n < count; n++) to.add(random.pick(random.next() < 0.72 ? near : scene.people).mail);
        mailFrom(scene, happens, at, from, [...to], undefined, random);
      },
    );
  },
};

export const mailReceived: Behaviour = {
  id: 'mail-received',
  summary: 'Mail from partners, citizens, vendors, offices and newsletters',
  live(scene, slice, happens) {
    const { habits } = scene.world.organisation;
    // Those outside keep office hours too; a constant part comes around the clock from `night`.
    atMoments(
      scene,
      slice,
      'mail-received',
      plan => habits.mailsReceived * plan.person.pace * 0.9,
      (plan, at, random) => {
        const from = scene.correspondent(senderKind(random), random);
        if (from) mailTo(scene, happens, at, from, [plan.person.mail], random);
      },
    );
  },
};
