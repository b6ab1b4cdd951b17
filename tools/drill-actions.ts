// Writes docs/drill-actions.md: what each action of the administrators does to the evidence, worked out by doing it.
import { writeFileSync } from 'node:fs';
import { effectsOf, effectsTable } from '../src/drill/authoring/effects.ts';
import { makeWorld } from '../src/drill/world/make-world.ts';
import { loadProfile } from '../src/drill/world/profile/load-profile.ts';

/** The document; `src/drill/authoring/effects.test.ts` fails when it is stale. */
export function document(): string {
  const world = makeWorld({ profile: loadProfile('municipality'), staff: 60, days: 2, seed: 7 });
  return `# What actions do to the evidence / 措置が証跡に及ぼす影響

Each action is taken at a fitting moment of a scenario (municipality, 60 people, seed 7); the logs of the same variant with it and
without it are compared. "Lines more" and "lines fewer" are lines of the attack, its consequences and the defence itself, by source
and kind; everyday lines are never changed, some do not happen (a host is off the network, a name is refused; below zero: they happen again). Made by
\`node tools/drill-actions.ts\`; edit the code, not this file.

- Raised logging gives detailed lines of what the attack and the defence do from then on. Everyday lines of the same hosts stay as
  they were: they are shared by all teams and are made without knowing of any team.
- A refused name or address takes the everyday visits away and adds the refusals that name server, proxy and firewall write. How often
  people still try follows from how often the site is visited, falling by half every hour and a half; it is not visit by visit.

${effectsTable(effectsOf(world, 7))}
`;
}

if (import.meta.main) writeFileSync('docs/drill-actions.md', document());
