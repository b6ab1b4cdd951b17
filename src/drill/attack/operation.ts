// What a move of the attacker has at hand: the step's parameters bound to the cast, its trail, and what it may gain.
import type { TObject } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import type { Localized } from '#model/localized.ts';
import type { Bound } from '../run/cast.ts';
import type { OpenStep } from '../run/ledger.ts';
import type { WhyKey } from '../run/messages.ts';
import type { StepTaken } from '../run/run.ts';
import type { ScenarioStep } from '../run/scenario.ts';
import { type Credential, controls, type Foothold } from '../run/situation.ts';
import { type Course, makeTrail, minutes, type RunState, type Trail } from '../run/state.ts';
import type { CrownJewel, Host, Person } from '../world/entities.ts';
import type { ProcessRef, Session } from '../world/event.ts';
import type { Random } from '../world/random.ts';
import { beacon } from './beacon.ts';

export type Outcome = { ok: true; why?: WhyKey } | { ok: false; why: WhyKey };
export const done: Outcome = { ok: true };
export const failed = (why: WhyKey): Outcome => ({ ok: false, why });

/** A move of the attacker: leaves traces, gains something. One file each in `moves/`. */
export interface Move {
  id: string;
  title: Localized;
  summary: Localized;
  /** Parameters of a step using it: names of the cast, numbers, texts. */
  parameters: TObject;
  /** Orders are given through a foothold (`from`): waits until one can be commanded. */
  remote: boolean;
  play(operation: Operation): Course<Outcome>;
}

type BoundOf<K extends Bound['kind']> = Extract<Bound, { kind: K }>;

export class Operation {
  readonly run: RunState;
  readonly step: ScenarioStep;
  readonly attempt: number;
  readonly trail: Trail;
  readonly record: OpenStep;
  /** Foothold orders go through; set for remote moves. */
  readonly foothold: Foothold | undefined;

  constructor(
    run: RunState,
    step: ScenarioStep,
    attempt: number,
    record: OpenStep,
    foothold: Foothold | undefined,
  ) {
    this.run = run;
    this.step = step;
    this.attempt = attempt;
    this.trail = makeTrail(run, `step:${step.id}`);
    this.record = record;
    this.foothold = foothold;
  }

  /** Draws of this step and attempt alone. */
  random(purpose: string): Random {
    return this.run.random('step', this.step.id, this.attempt, purpose);
  }

  /** The foothold of a remote move. */
  get from(): Foothold {
    if (!this.foothold) throw this.#wrong('from', 'the move needs `from`');
    return this.foothold;
  }

  has(name: string): boolean {
    return this.step.with?.[name] !== undefined;
  }
  text(name: string, fallback = ''): string {
    const value = this.step.with?.[name];
    if (value === undefined) return fallback;
    const bound = this.run.variant.cast[String(value)];
    return bound?.kind === 'text' ? bound.text : String(value);
  }
  /** A word of a fixed set: never a name of the cast, even if one is called the same. */
  word(name: string, fallback = ''): string {
    return String(this.step.with?.[name] ?? fallback);
  }
  number(name: string, fallback: number): number {
    const value = this.step.with?.[name];
    return typeof value === 'number' ? value : fallback;
  }
  flag(name: string): boolean {
    return this.step.with?.[name] === true;
  }

  bound(name: string): Bound {
    const bound = this.run.variant.cast[String(this.step.with?.[name] ?? '')];
    if (!bound) throw this.#wrong(name, 'is nobody of the cast');
    return bound;
  }
  #as<K extends Bound['kind']>(name: string, kind: K): BoundOf<K> {
    const bound = this.bound(name);
    if (bound.kind !== kind) throw this.#wrong(name, `is a ${bound.kind}, not a ${kind}`);
    return bound as BoundOf<K>;
  }
  #wrong(name: string, why: string): HinomiError {
    return new HinomiError(
      'DRILL_SCENARIO_INVALID',
      `${this.run.variant.scenario.id}: ${this.step.id}.${name} ${why}`,
      {
        place: {
          file: `content/scenarios/${this.run.variant.scenario.id}.yaml`,
          field: `plan.${this.step.id}.with.${name}`,
        },
        remedy: 'Correct the scenario.',
        status: 422,
      },
    );
  }

  person(name: string): Person {
    return this.#as(name, 'person').person;
  }
  people(name: string): readonly Person[] {
    const bound = this.bound(name);
    return bound.kind === 'person' ? [bound.person] : this.#as(name, 'people').people;
  }
  /** A server, a person's PC, or where a crown jewel lies. */
  host(name: string): Host {
    const bound = this.bound(name);
    if (bound.kind === 'person') return bound.person.pc;
    if (bound.kind === 'jewel') return bound.jewel.host;
    return this.#as(name, 'host').host;
  }
  hosts(name: string): readonly Host[] {
    const bound = this.bound(name);
    if (bound.kind === 'hosts') return bound.hosts;
    return bound.kind === 'people' ? bound.people.map(person => person.pc) : [this.host(name)];
  }
  jewel(name: string): CrownJewel {
    return this.#as(name, 'jewel').jewel;
  }
  account(name: string): string {
    const bound = this.bound(name);
    if (bound.kind === 'person') return bound.person.account;
    if (bound.kind === 'text') return bound.text;
    return this.#as(name, 'account').account;
  }
  domain(name: string): BoundOf<'domain'> {
    return this.#as(name, 'domain');
  }
  address(name: string): string {
    const bound = this.bound(name);
    return bound.kind === 'domain' ? bound.address : this.#as(name, 'addresses').addresses[0]!;
  }
  addresses(name: string): readonly string[] {
    return this.#as(name, 'addresses').addresses;
  }
  sender(name: string): BoundOf<'sender'> {
    return this.#as(name, 'sender');
  }
  site(name: string) {
    return this.#as(name, 'site').site;
  }

  /** Writes into the ground truth what this step left behind. */
  left(type: StepTaken['indicators'][number]['type'], ...values: readonly string[]): void {
    const { indicators } = this.record;
    for (const value of values)
      if (!indicators.some(one => one.type === type && one.value === value)) indicators.push({ type, value });
  }
  /** A hash counts only where the host's own log shows it. */
  leftHash(host: Host, sha256: string): void {
    if (host.sysmon) this.left('sha256', sha256);
  }
  touched(host: Host): void {
    if (!this.record.hosts.includes(host.name)) this.record.hosts.push(host.name);
  }
  used(account: string): void {
    if (!this.record.accounts.includes(account)) this.record.accounts.push(account);
  }
  stole(...paths: readonly string[]): void {
    this.record.files.push(...paths.filter(path => !this.record.files.includes(path)));
  }

  /** A part (0..1) of what the step's loss rule says is lost now; a rule by the hour begins to run. */
  lose(what: string, part = 1): void {
    const rule = this.step.loss;
    if (!rule) return;
    const { ledger, now } = this.run;
    if (
      rule.perHour !== undefined &&
      !ledger.meters.some(one => one.step === this.step.id && one.what === what && !one.to)
    )
      ledger.meters.push({
        from: now,
        to: undefined,
        perHour: rule.perHour,
        kind: rule.kind,
        what,
        step: this.step.id,
      });
    const jewel = rule.jewel === undefined ? undefined : this.run.variant.cast[rule.jewel];
    const whole = jewel?.kind === 'jewel' ? jewel.jewel.value : (rule.points ?? 0);
    if (whole > 0)
      ledger.losses.push({
        at: now,
        kind: rule.kind,
        what,
        points: whole * part,
        step: this.step.id,
      });
  }

  /** A host is taken: from now on the attacker can come back to it. */
  plant(what: {
    host: Host;
    session: Session;
    process: ProcessRef;
    path: string;
    sha256: string;
    level: Foothold['level'];
    /** Where it was taken from. */
    via?: Foothold;
    /** It calls out by itself instead of being commanded through that one. */
    own?: boolean;
    kind?: Foothold['kind'];
    technique?: string;
    origin?: string;
  }): Foothold {
    const { situation, now } = this.run;
    const foothold: Foothold = {
      host: what.host,
      session: what.session,
      level: what.level,
      process: what.process,
      implant: { path: what.path, sha256: what.sha256 },
      via: what.own ? undefined : what.via,
      kind: what.kind ?? 'implant',
      channel: 0,
      up: true,
      fails: 0,
      persistent: false,
      alive: true,
      since: now,
      origin: what.origin ?? '',
      step: this.step.id,
    };
    const channel = this.run.variant.scenario.attacker.channels[0];
    const server = channel && this.run.variant.cast[channel.domain];
    if (!foothold.via && foothold.kind === 'implant' && server?.kind === 'domain') {
      this.left('domain', server.domain);
      this.left('ip', server.address);
      this.left('user-agent', this.run.variant.scenario.attacker.agent);
    }
    situation.footholds.push(foothold);
    this.touched(what.host);
    if (what.session.logonId !== '0x3e7') this.used(what.session.account);
    this.record.taken.push({
      host: what.host.name,
      from: what.via?.host.name ?? 'internet',
      technique: what.technique ?? this.step.techniques[0] ?? '',
    });
    if (foothold.kind === 'implant' && !foothold.via) beacon(this.run, foothold);
    return foothold;
  }

  /** Waits until the foothold can be commanded again; false when it is given up. */
  *regain(): Course<boolean> {
    const { situation, variant } = this.run;
    const since = this.run.now;
    while (!controls(situation, this.from)) {
      if (!this.from.alive || this.run.now - since > minutes(variant.scenario.attacker.patience))
        return false;
      if (this.run.now === since && this.from.kind === 'inbound')
        this.run.signal({ kind: 'turned-away', host: this.from.host.name });
      yield minutes(5);
    }
    return true;
  }

  /** A password or hash comes into the attacker's hands. */
  learn(account: string, level: Credential['level']): void {
    const { situation } = this.run;
    situation.credentials.set(account, { account, level, generation: situation.passwords.get(account) ?? 0 });
    this.used(account);
  }
}
