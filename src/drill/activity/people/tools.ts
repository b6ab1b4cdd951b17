// What else people start: small tools, browser windows, calculators, archives.
import type { Behaviour } from '../behaviour.ts';
import { endProcess, startProcess } from '../make/process.ts';
import { browserChildren, smallTools } from '../make/programs.ts';
import { atMoments } from './at-work.ts';
import { deskOf } from './desk.ts';

export const tools: Behaviour = {
  id: 'tools',
  summary: 'Small programs and the helper processes of browsers',
  live(scene, slice, happens) {
    atMoments(
      scene,
      slice,
      'tools',
      plan => 11 * Math.min(2, plan.person.pace),
      (plan, at, random) => {
        const desk = deskOf(scene, plan);
        const { session } = plan;
        const child = random.next() < 0.7;
        const when = child ? Math.max(at, desk.browserAt + 300) : at;
        const program = child ? desk.browserProgram : random.pick(smallTools);
        const process = startProcess(scene, happens, {
          at: when,
          session,
          program,
          parent: child ? desk.browser : desk.explorer,
          arguments: (child ? random.pick(browserChildren) : program.arguments)
            .replace('{n}', String(random.int(4000)))
            .replace('{n}', String(1_700_000_000_000_000 + random.int(4_000_000)))
            .replace('{file}', `C:\\Users\\${plan.person.account}\\Documents\\memo.txt`),
          ...(child ? { integrity: 'Low' as const } : {}),
        });
        endProcess(happens, when + 4000 + random.next() * 500_000, session, process);
      },
    );
  },
};
