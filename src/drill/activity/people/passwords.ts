// Passwords mistyped, forgotten and changed; accounts locked out and opened again by the help desk.
import type { SimTime } from '../../world/entities.ts';
import type { Happens } from '../../world/event.ts';
import type { Random } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { ticket } from '../make/logon.ts';
import { personSession, personWho } from '../make/session.ts';
import type { Scene } from '../scene.ts';
import { atMoments } from './at-work.ts';
import type { DayPlan } from './plan.ts';

/** Wrong passwords before an account is locked. */
const threshold = 5;

function wrong(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  plan: DayPlan,
  random: Random,
  locked: boolean,
): void {
  const who = personWho(scene, plan.person);
  const client = { host: plan.person.pc, ip: plan.ip };
  ticket(scene, happens, at, random, who, client, 'preauth-failed', 'krbtgt', {
    status: locked ? 0x12 : 0x18,
  });
  happens({
    kind: 'logon',
    at: at + 18 + random.next() * 30,
    host: plan.person.pc,
    cause: '',
    session: plan.session,
    type: 7,
    ok: false,
    failure: locked ? 'locked' : 'bad-password',
    method: 'kerberos',
    elevated: false,
  });
}

export const mistypes: Behaviour = {
  id: 'mistypes',
  summary: 'Passwords mistyped once or twice, rarely until the account is locked and the help desk opens it',
  live(scene, slice, happens) {
    atMoments(
      scene,
      slice,
      'mistypes',
      () => 0.22,
      (plan, at, random) => {
        const luck = random.next();
        const tries = luck < 0.72 ? 1 : luck < 0.94 ? 2 : luck < 0.965 ? 3 : threshold;
        let when = at;
        for (let n = 0; n < tries; n++) {
          wrong(scene, happens, when, plan, random, false);
          when += 3000 + random.next() * 9000;
        }
        if (tries < threshold) return;
        const controller = scene.domainController(plan.person.pc);
        const helper = scene.people.find(person => person.duty === 'help-desk');
        if (!controller) return;
        const { account, sid } = plan.person;
        const target = { account, sid };
        happens({
          kind: 'account-change',
          at: when - 2900,
          host: controller,
          cause: '',
          what: 'locked',
          target,
          by: scene.system(controller),
          from: plan.person.pc.name,
        });
        wrong(scene, happens, when, plan, random, true);
        if (helper)
          happens({
            kind: 'account-change',
            at: when + 120_000 + random.next() * 240_000,
            host: controller,
            cause: '',
            what: 'unlocked',
            target,
            by: personSession(scene, helper, controller, `unlock:${slice.index}`),
          });
      },
    );
  },
};

export const passwordChanges: Behaviour = {
  id: 'password-changes',
  summary: 'Passwords changed by their owners when they expire, or reset by the help desk',
  live(scene, slice, happens) {
    atMoments(
      scene,
      slice,
      'password-changes',
      () => 0.014,
      (plan, at, random) => {
        const controller = scene.domainController(plan.person.pc);
        if (!controller) return;
        const { account, sid } = plan.person;
        const reset = random.next() < 0.2;
        const helper = scene.people.find(person => person.duty === 'help-desk');
        const by = reset && helper ? helper : plan.person;
        happens({
          kind: 'account-change',
          at,
          host: controller,
          cause: '',
          what: reset && helper ? 'password-reset' : 'password-change',
          target: { account, sid },
          by: personSession(scene, by, controller, `password:${slice.index}`),
        });
      },
    );
  },
};
