// Spam at all hours, and mail of partners and newsletters outside office hours.
import { stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { mailTo } from '../make/letter.ts';
import { hourOf, publicRhythm } from '../moments.ts';

export const spam: Behaviour = {
  id: 'spam',
  summary: 'Spam, most of it rejected or put aside by the gateway, and mail that comes at night',
  live(scene, slice, happens) {
    const random = stream(scene.seed, 'internet', 'spam', slice.index);
    const rhythm = 0.4 + 0.6 * Math.max(0, publicRhythm(hourOf(scene, slice.from)));
    const perPersonDay = 3;
    for (let n = random.poisson((scene.people.length * perPersonDay * rhythm) / 144); n > 0; n--) {
      const kind = random.next() < 0.8 ? 'spam' : random.next() < 0.6 ? 'newsletter' : 'citizen';
      const from = scene.correspondent(kind, random);
      const to = random.pick(scene.people);
      if (from)
        mailTo(scene, happens, slice.from + random.next() * (slice.to - slice.from), from, [to.mail], random);
    }
  },
};
