// Coming and going: PC on, logon with its tickets, programs of the morning, unlocking after pauses, logoff, PC off.
import type { SimTime } from '../../world/entities.ts';
import type { Happens } from '../../world/event.ts';
import { type Random, stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { clientPort, networkLogon, smbConnection, ticket } from '../make/logon.ts';
import { endProcess, startProcess } from '../make/process.ts';
import { atLogon, explorer, mailer, userinit } from '../make/programs.ts';
import { machineWho, personWho, systemTree } from '../make/session.ts';
import type { Scene } from '../scene.ts';
import type { Slice } from '../slice.ts';
import { plansIn, within } from './at-work.ts';
import { deskOf } from './desk.ts';
import type { DayPlan } from './plan.ts';

/** Names a PC asks its own directory for when it starts or somebody logs on. */
export function directoryLookUps(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  plan: DayPlan,
  random: Random,
): void {
  const { adDomain } = scene.world.organisation;
  const controller = scene.domainController(plan.person.pc);
  if (!controller) return;
  const ask = (after: number, name: string, type: 'SRV' | 'A', answers: readonly string[]) =>
    happens({
      kind: 'dns',
      at: at + after,
      host: plan.person.pc,
      cause: '',
      name,
      type,
      rcode: 'NOERROR',
      answers,
      upstream: false,
      port: clientPort(random),
    });
  ask(0, `_ldap._tcp.dc._msdcs.${adDomain}`, 'SRV', [`0 100 389 ${controller.fqdn}`]);
  ask(8 + random.next() * 60, controller.fqdn, 'A', [controller.ip]);
}

function switchOn(scene: Scene, happens: Happens, plan: DayPlan): void {
  const { pc } = plan.person;
  const random = stream(scene.seed, pc.name, 'switch-on', plan.day);
  const at = plan.bootedAt;
  happens({ kind: 'system', at, host: pc, cause: '', what: 'boot', detail: '' });
  if (plan.remote) return;
  happens({
    kind: 'dhcp',
    at: at + 9000 + random.next() * 4000,
    host: scene.role('dhcp')[0] ?? pc,
    cause: '',
    what: 'request',
    client: pc,
  });
  directoryLookUps(scene, happens, at + 15_000, plan, random);
  const machine = machineWho(scene, pc);
  const client = { host: pc, ip: plan.ip };
  ticket(scene, happens, at + 15_200 + random.next() * 500, random, machine, client, 'tgt', 'krbtgt');
  policyRefresh(scene, happens, at + 15_800 + random.next() * 3000, plan, random, true);
}

/** Group policy: the PC (or the person) reads SYSVOL of the domain controller. */
export function policyRefresh(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  plan: DayPlan,
  random: Random,
  machine: boolean,
): void {
  const { pc } = plan.person;
  const controller = scene.domainController(pc);
  if (!controller) return;
  const who = machine ? machineWho(scene, pc) : personWho(scene, plan.person);
  const { session, port } = networkLogon(scene, happens, random, {
    at,
    who,
    from: { host: pc, ip: plan.ip },
    to: controller,
    length: 900 + random.next() * 9000,
  });
  happens({
    kind: 'share-access',
    at: at + 20 + random.next() * 12,
    host: controller,
    cause: '',
    share: `\\\\${controller.name}\\SYSVOL`,
    path: '',
    what: 'connect',
    bytes: 0,
    session,
    client: { host: pc, ip: plan.ip, port },
    ok: true,
  });
  const read = { sent: 2100 + random.int(900), received: 4200 + random.int(26_000) };
  smbConnection(happens, at, { host: pc, ip: plan.ip, port }, controller, read, 800 + random.next() * 9000);
}

function logOn(scene: Scene, happens: Happens, plan: DayPlan): void {
  const { pc } = plan.person;
  const random = stream(scene.seed, plan.person.id, 'log-on', plan.day);
  const who = personWho(scene, plan.person);
  const desk = deskOf(scene, plan);
  const client = { host: pc, ip: plan.ip };
  const at = plan.arrive;
  if (!plan.remote) ticket(scene, happens, at, random, who, client, 'tgt', 'krbtgt');
  happens({
    kind: 'logon',
    at: at + 34 + random.next() * 40,
    host: pc,
    cause: '',
    session: plan.session,
    // Without a domain controller in reach, Windows believes what it remembers.
    type: plan.remote ? 11 : 2,
    ok: true,
    method: plan.remote ? 'local' : 'kerberos',
    elevated: false,
  });
  if (!plan.remote) {
    ticket(scene, happens, at + 12 + random.next() * 20, random, who, client, 'service', `${pc.name}$`);
    policyRefresh(scene, happens, at + 180 + random.next() * 600, plan, random, false);
  }
  const { session } = plan;
  const tree = systemTree(scene, pc, plan.bootedAt);
  startProcess(scene, happens, {
    at: at + 900,
    session,
    program: userinit,
    parent: tree.winlogon,
    process: desk.userinit,
  });
  startProcess(scene, happens, {
    at: at + 1000 + (at % 400),
    session,
    program: explorer,
    parent: desk.userinit,
    process: desk.explorer,
  });
  let later = at + 4000;
  for (const program of atLogon) {
    later += 700 + random.next() * 3000;
    startProcess(scene, happens, { at: later, session, program, parent: desk.explorer });
  }
  endProcess(happens, at + 28_000 + random.next() * 3000, session, desk.userinit);
  startProcess(scene, happens, {
    at: desk.mailerAt,
    session,
    program: mailer,
    parent: desk.explorer,
    process: desk.mailer,
  });
  startProcess(scene, happens, {
    at: desk.browserAt,
    session,
    program: desk.browserProgram,
    parent: desk.explorer,
    process: desk.browser,
  });
}

function logOff(scene: Scene, happens: Happens, plan: DayPlan): void {
  const { pc } = plan.person;
  const desk = deskOf(scene, plan);
  const at = plan.leave;
  endProcess(happens, at + 120 + (at % 300), plan.session, desk.browser);
  endProcess(happens, at + 440 + (at % 700), plan.session, desk.mailer);
  endProcess(happens, at + 2400, plan.session, desk.explorer);
  happens({ kind: 'logoff', at: at + 2600, host: pc, cause: '', session: plan.session, type: 2 });
  if (plan.switchesOff)
    happens({
      kind: 'system',
      at: at + 9000,
      host: pc,
      cause: '',
      what: 'shutdown',
      detail: 'Other (Planned)',
    });
}

function unlock(scene: Scene, happens: Happens, plan: DayPlan, slice: Slice): void {
  for (const [index, pause] of plan.pauses.entries()) {
    // A short walk does not lock the screen.
    if (pause.to - pause.from < 540_000 || !within(slice, pause.to)) continue;
    const random = stream(scene.seed, plan.person.id, 'unlock', plan.day, index);
    if (pause.kind === 'meeting' && random.chance(0.5)) continue;
    const who = personWho(scene, plan.person);
    ticket(scene, happens, pause.to, random, who, { host: plan.person.pc, ip: plan.ip }, 'tgt', 'krbtgt');
    happens({
      kind: 'logon',
      at: pause.to + 15 + random.next() * 30,
      host: plan.person.pc,
      cause: '',
      session: plan.session,
      type: 7,
      ok: true,
      method: 'kerberos',
      elevated: false,
    });
  }
}

export const loggingOn: Behaviour = {
  id: 'logging-on',
  summary: 'PCs switched on and off, people logging on, unlocking and logging off, programs of the morning',
  live(scene, slice, happens) {
    for (const plan of plansIn(scene, slice)) {
      if (plan.switchesOff && within(slice, plan.bootedAt)) switchOn(scene, happens, plan);
      if (within(slice, plan.arrive)) logOn(scene, happens, plan);
      if (within(slice, plan.leave)) logOff(scene, happens, plan);
      unlock(scene, happens, plan, slice);
    }
  },
};
