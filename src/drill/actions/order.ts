// What an action of the defenders has at hand, and what every action declares of itself.
import type { TObject } from 'typebox';
import type { Localized } from '#model/localized.ts';
import { sessionOf } from '../activity/make/session.ts';
import type { AnswerKey, OutcomeKey } from '../run/messages.ts';
import { isMember } from '../run/public.ts';
import type { ActionTaken, Mask, Utterance } from '../run/run.ts';
import type { Foothold, Standing } from '../run/situation.ts';
import { type Course, makeTrail, type RunState, type Signal, type Trail } from '../run/state.ts';
import { whoIs } from '../run/traces/logon.ts';
import type { Host, Person, SimTime } from '../world/entities.ts';
import type { Session } from '../world/event.ts';
import type { Random } from '../world/random.ts';

type Values = Readonly<Record<string, string | number>>;
export interface Result {
  status: 'done' | 'no-effect' | 'failed';
  key: OutcomeKey;
  values?: Values;
}
export const did = (key: OutcomeKey, values?: Values): Result => ({
  status: 'done',
  key,
  ...(values ? { values } : {}),
});
export const noEffect = (key: OutcomeKey, values?: Values): Result => ({
  status: 'no-effect',
  key,
  ...(values ? { values } : {}),
});
export const cannot = (key: OutcomeKey, values?: Values): Result => ({
  status: 'failed',
  key,
  ...(values ? { values } : {}),
});

/** An account a form names. */
export interface Known {
  account: string;
  person: Person | undefined;
  /** Of somebody outside who uses the public application. */
  member: boolean;
}

export type ActionGroup = 'block' | 'host' | 'account' | 'evidence' | 'recovery' | 'people';

/** Something administrators can do. One file each; the form, the help and the price list come from it. */
export interface Action {
  id: string;
  group: ActionGroup;
  title: Localized;
  summary: Localized;
  parameters: TObject;
  /** Minutes from asking (or approval) until it takes effect. */
  delay: readonly [number, number];
  /** What it costs the business, in words; the points come from the organisation's hourly costs. */
  cost: Localized;
  /** Points of work it takes in any case. */
  effort: number;
  approval: 'none' | 'boss';
  sideEffects: Localized;
  /** What it cannot do. */
  limits: Localized;
  /** Reactions of an attacker it may provoke: only these can make doing it sooner worse. */
  provokes: readonly string[];
  /** At once, or over some time. */
  carryOut(order: Order): Course<Result> | Result;
}

export class Order {
  readonly run: RunState;
  readonly taken: ActionTaken;
  readonly trail: Trail;

  constructor(run: RunState, taken: ActionTaken) {
    this.run = run;
    this.taken = taken;
    this.trail = makeTrail(run, `action:${taken.number}`);
  }

  text(name: string): string {
    return String(this.taken.parameters[name] ?? '').trim();
  }
  /** Draws of this action with these parameters: its number in the log does not matter, nor how something is put in words. */
  random(purpose: string): Random {
    const { text: _, ...parameters } = this.taken.parameters;
    return this.run.random('action', this.taken.action, JSON.stringify(parameters), purpose);
  }

  /** The parts of a field that takes several values. */
  list(name: string): string[] {
    return [
      ...new Set(
        this.text(name)
          .split(/[\s,;]+/)
          .filter(part => part !== ''),
      ),
    ];
  }
  host(name = 'host'): Host | undefined {
    const wanted = this.text(name).toUpperCase();
    return this.run.world.organisation.hosts.find(host => host.name === wanted || host.ip === wanted);
  }
  account(text = this.text('account')): Known | undefined {
    const wanted = text.toLowerCase().replace(/^.*\\/, '').replace(/@.*$/, '');
    const { organisation } = this.run.world;
    const person = organisation.people.find(one => one.account.toLowerCase() === wanted);
    const service = organisation.serviceAccounts.find(one => one.account.toLowerCase() === wanted);
    if (person ?? service) return { account: (person ?? service)!.account, person, member: false };
    const member = isMember(this.run.world, wanted);
    const made = this.run.situation.facts.has(`account:${wanted}`);
    return member || made ? { account: wanted, person: undefined, member } : undefined;
  }
  accounts(): Known[] {
    return this.list('account').flatMap(text => this.account(text) ?? []);
  }

  /** The administrator who carries it out, and the session on a host it is done in. */
  get administrator(): Person {
    const all = this.run.scene.administrators;
    return all.find(one => one.account === this.taken.by) ?? all[0] ?? this.run.world.organisation.people[0]!;
  }
  session(host: Host): Session {
    return sessionOf(
      this.run.scene,
      whoIs(this.run, this.administrator.account),
      host,
      `action:${this.taken.number}`,
    );
  }

  standing(hold: string, value: string): Standing | undefined {
    return this.run.situation.standing.find(
      one => one.hold === hold && one.value === value && one.until === Number.POSITIVE_INFINITY,
    );
  }
  /** Puts something in force until it is released. */
  hold(hold: string, value: string): void {
    this.run.situation.standing.push({
      action: this.taken.number,
      hold,
      value,
      since: this.run.now,
      until: Number.POSITIVE_INFINITY,
    });
  }
  /** Everyday lines with these facets do not happen from now until the action is released. */
  mask(facets: Omit<Mask, 'from' | 'to' | 'action'>, to: SimTime = Number.POSITIVE_INFINITY): void {
    this.run.ledger.masks.push({ from: this.run.now, to, action: this.taken.number, ...facets });
  }
  /** What is cut off is silent under its name and its address. */
  silence(host: Host, to?: SimTime): void {
    this.mask({ host: host.name }, to);
    if (host.ip) this.mask({ address: host.ip }, to);
  }
  charge(points: number): void {
    this.run.ledger.charges.push({ action: this.taken.number, points });
  }
  /** Costs so many points an hour from now until released, or until a time. */
  costs(perHour: number, to?: SimTime): void {
    this.run.ledger.costs.push({ action: this.taken.number, from: this.run.now, to, perHour });
  }
  /** What an hour without this host costs. */
  priceOf(host: Host): number {
    const { hourlyCost } = this.run.world.organisation;
    const roles: [string, number][] = [
      ['domain-controller', hourlyCost.directory],
      ['mail', hourlyCost.mail],
      ['mail-gateway', hourlyCost.mail],
      ['web', hourlyCost.publicWeb],
      ['proxy', hourlyCost.internet],
      ['dns', hourlyCost.internet],
      ['file', hourlyCost.files],
      ['application', hourlyCost.files],
      ['database', hourlyCost.files],
      ['plc', hourlyCost.plant],
      ['historian', hourlyCost.plant * 0.1],
    ];
    return Math.max(
      hourlyCost.pc,
      ...roles.filter(([role]) => (host.roles as readonly string[]).includes(role)).map(([, price]) => price),
    );
  }

  say(
    role: Utterance['from']['role'],
    person: string,
    channel: Utterance['channel'],
    key: AnswerKey,
    values: Values = {},
  ): void {
    this.run.ledger.utterances.push({
      at: this.run.now,
      channel,
      from: { role, person },
      message: { key: `drill.answer.${key}`, values },
      answers: this.taken.number,
    });
  }
  artefact(id: string): void {
    this.run.ledger.outcomes.get(this.taken.number)?.artefacts.push(id);
  }

  footholdsOn(host: Host): Foothold[] {
    return this.run.situation.footholds.filter(one => one.host.name === host.name && one.alive);
  }
  /** Footholds on a host are gone. */
  clean(host: Host): number {
    const found = this.footholdsOn(host);
    for (const one of found) {
      one.alive = false;
      this.signal({ kind: 'cleaned', host: host.name });
    }
    return found.length;
  }
  /** A destroyed host works again. */
  revive(host: Host): boolean {
    const { situation, ledger, now } = this.run;
    if (!situation.destroyed.delete(host.name)) return false;
    for (const mask of ledger.masks)
      if (mask.action === 0 && (mask.host === host.name || mask.address === host.ip))
        mask.to = Math.min(mask.to, now);
    for (const meter of ledger.meters) if (meter.what === host.name) meter.to ??= now;
    return true;
  }
  /** Altered public pages are as they were. */
  mendPages(host: Host): boolean {
    const { situation, ledger, now } = this.run;
    if (!host.roles.includes('web') || !situation.facts.delete('site-altered')) return false;
    situation.facts.add('site-restored');
    for (const meter of ledger.meters)
      if (meter.what === 'public-web' && meter.kind !== 'service-down') meter.to ??= now;
    return true;
  }
  signal(signal: Signal): void {
    this.run.signal(signal);
  }
}
