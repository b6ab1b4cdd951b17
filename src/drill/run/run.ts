// One team's run: the world, an attack variant and what the team did give everything that follows. A pure function, so
// rewinding, branching and "what if" are the same call with another log of actions.
import type { SimTime } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';

/** Something a team (or the exercise staff for it) did to the organisation. */
export interface ActionTaken {
  /** Number in the team's log, from 1. */
  number: number;
  /** Id of the action descriptor: `block-name`. */
  action: string;
  /** Values of its form, validated by its schema. */
  parameters: Readonly<Record<string, string | number | boolean>>;
  /** When it was asked for, simulated time. */
  at: SimTime;
  /** Account of who asked; '' for robots and branches. */
  by: string;
  /** Approval was given (or not needed) at this time; absent while the boss has not decided. */
  approvedAt?: SimTime;
}

/** An action's own outcome. */
export interface ActionOutcome {
  number: number;
  action: string;
  status: 'waiting-for-approval' | 'under-way' | 'done' | 'no-effect' | 'refused' | 'failed';
  /** When it takes or took effect. */
  effectiveAt: SimTime;
  /** Message key under `drill.outcome.*` with its values: what happened and why, for the team. */
  message: { key: string; values: Readonly<Record<string, string | number>> };
  /** Business cost so far, points. */
  cost: number;
  /** Evidence the action gave: ids of artefacts to download (images, memory, collected logs), answers of people. */
  artefacts: readonly string[];
}

/** Everyday lines that never happened because of an action (the host was isolated, the line was cut, …). */
export interface Mask {
  /** All given facets must equal those of the line, `address` its source or its destination. Half-open in time. */
  from: SimTime;
  to: SimTime;
  host?: string;
  user?: string;
  address?: string;
  object?: string;
  /** Only sources of these ids; absent: every source. */
  sources?: readonly string[];
  /** Number of the action it comes from; 0 = the attack itself (a destroyed host). */
  action: number;
}

/** What the attacker did: one step of the plan as it really went. Ground truth. */
export interface StepTaken {
  /** Id in the scenario's plan. */
  step: string;
  attempt: number;
  at: SimTime;
  end: SimTime;
  tactic: string;
  techniques: readonly string[];
  /** `under-way` when the run was looked at before it ended. */
  outcome: 'under-way' | 'done' | 'failed';
  /** Message key under `drill.why.*`: why it failed, or why this alternative was taken. */
  why: string;
  hosts: readonly string[];
  accounts: readonly string[];
  /** Names, addresses, URLs, hashes, mail senders, file paths it left behind. */
  indicators: readonly {
    type:
      | 'domain'
      | 'ip'
      | 'url'
      | 'sha256'
      | 'email'
      | 'path'
      | 'service'
      | 'task'
      | 'registry'
      | 'user-agent';
    value: string;
  }[];
  files: readonly string[];
  /** Hosts this step took, each with the one it was taken from (`internet` for the first) and the technique. */
  taken: readonly { host: string; from: string; technique: string }[];
}

export interface Loss {
  at: SimTime;
  /** `data-stolen`, `data-destroyed`, `service-down`, `defaced`, `fraud`, `control-lost`. */
  kind: string;
  /** Crown jewel, host or service. */
  what: string;
  points: number;
  /** Step it comes from. */
  step: string;
}

/** What people say by themselves or when asked: shown in mail, chat or phone of the exercise. */
export interface Utterance {
  at: SimTime;
  channel: 'mail' | 'chat' | 'phone' | 'alert';
  from: {
    role: 'boss' | 'vendor' | 'user' | 'press' | 'csirt' | 'police' | 'provider' | 'monitoring' | 'system';
    person: string;
  };
  message: { key: string; values: Readonly<Record<string, string | number>> };
  /** Action it answers, 0 when unasked. */
  answers: number;
}

export interface Run {
  /** Happened besides everyday life: the attack, its consequences, the defence's own traces. Sorted by time. */
  events: readonly WorldEvent[];
  masks: readonly Mask[];
  steps: readonly StepTaken[];
  actions: readonly ActionOutcome[];
  losses: readonly Loss[];
  utterances: readonly Utterance[];
  /** Business cost of all actions, points. */
  businessCost: number;
  /** Attacker at the end of the run. */
  attacker: {
    state: 'waiting' | 'active' | 'sleeping' | 'gone' | 'finished';
    footholds: readonly string[];
    objectivesReached: readonly string[];
  };
  /** Hosts and accounts still in the attacker's hands. */
  remaining: { hosts: readonly string[]; accounts: readonly string[] };
  /** Hosts and accounts that were in the attacker's hands at some time. */
  fallen: { hosts: readonly string[]; accounts: readonly string[] };
}

/** Ground truth of a variant: what a perfect investigation finds when nobody acts. Score and admission compare with it. */
export interface Truth {
  hosts: readonly string[];
  accounts: readonly string[];
  indicators: StepTaken['indicators'];
  files: readonly string[];
  /** Hosts in the order they were taken, each with the one it was taken from. */
  route: readonly { from: string; to: string; technique: string; at: SimTime }[];
  /** Steps in time order. */
  timeline: readonly { step: string; at: SimTime; techniques: readonly string[] }[];
  /** Family, entry vector, initial victim. */
  entry: { vector: string; host: string; account: string; at: SimTime };
}
