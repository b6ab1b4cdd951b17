// What the API of the drill answers: the shapes the server writes and the console reads.
import { type Static, type TSchema, Type } from 'typebox';
import { Localized } from '../localized.ts';
import { caseParts, KeptLine } from './case.ts';
import { hintLevels, reportValue } from './entry.ts';
import { CrewRole, ExerciseOptions, exerciseStates } from './exercise.ts';
import { Inject, injectStates, WorldChannel, WorldRole } from './inject.ts';
import { Phase, phaseKinds, ReportPart } from './programme.ts';
import { DrillWorld } from './world.ts';

const S = Type.String();
const N = Type.Number();
const I = Type.Integer();
const B = Type.Boolean();
const opt = Type.Optional;
export const itemsOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item) });
/** A text in the catalogues content/messages/<language>/drill-*.json. */
export const Keyed = Type.Object({ key: S, values: Type.Record(S, Type.Union([S, N])) });
export type Keyed = Static<typeof Keyed>;

export const ProfileView = Type.Object({
  id: S,
  name: Localized,
  summary: Localized,
  staff: Type.Object({ least: I, usual: I, most: I }),
});
export const ScenarioView = Type.Object({
  id: S,
  title: Localized,
  summary: Localized,
  /** For staff only. */
  brief: opt(Localized),
  family: S,
  complete: B,
  level: I,
  hours: N,
});
export const ProgrammeView = Type.Object({
  id: S,
  title: Localized,
  summary: Localized,
  minutes: N,
  alone: B,
  phases: Type.Array(Phase),
});
export const ActionView = Type.Object({
  id: S,
  title: Localized,
  summary: Localized,
  group: S,
  /** JSON Schema of the form; `title` of a property tells what it asks for. */
  parameters: Type.Record(S, Type.Unknown()),
  minutes: Type.Object({ least: N, most: N }),
  approval: B,
  cost: Localized,
  sideEffects: Localized,
  limits: Localized,
});
export const TechniqueView = Type.Object({ id: S, name: S });
export const SourceView = Type.Object({ id: S, title: Localized, summary: Localized, file: S, format: S });

export const ClockView = Type.Object({
  state: Type.Enum(['waiting', 'running', 'paused', 'ended']),
  simAt: N,
  realAt: N,
  speed: N,
  /** Simulated time when this was answered, and the server's time of day then. */
  now: N,
  serverTime: N,
});
export type ClockView = Static<typeof ClockView>;
export const PhaseView = Type.Object({
  id: S,
  index: I,
  kind: Type.Enum([...phaseKinds]),
  startedAt: N,
  endsAt: N,
  overdue: B,
});
export type PhaseView = Static<typeof PhaseView>;
const MaybePhase = Type.Union([PhaseView, Type.Null()]);
export const Running = Type.Object({ clock: ClockView, phase: MaybePhase });

export const PlaceView = Type.Object({
  role: Type.Union([CrewRole, Type.Literal('trainee')]),
  team: opt(S),
});
export const ExerciseBrief = Type.Object({
  id: S,
  name: S,
  state: Type.Enum([...exerciseStates]),
  place: PlaceView,
  programme: S,
  scenario: opt(S),
  profile: S,
  staff: I,
  teams: I,
  created: N,
  phase: MaybePhase,
});
export const ExerciseView = Type.Object({
  id: S,
  name: S,
  state: Type.Enum([...exerciseStates]),
  profile: S,
  staff: I,
  days: I,
  seed: opt(I),
  scenario: opt(S),
  programme: ProgrammeView,
  language: Type.Enum(['ja', 'en']),
  options: ExerciseOptions,
  place: PlaceView,
  clock: ClockView,
  phase: MaybePhase,
  teams: Type.Array(Type.Object({ id: S, number: I, name: S, members: I, seats: I })),
  crew: Type.Array(Type.Object({ account: S, name: S, displayName: S, role: CrewRole })),
  world: opt(DrillWorld),
  joinCode: opt(S),
  groups: opt(Type.Array(Type.Object({ group: S, team: opt(S) }))),
  simStart: N,
  simEnd: N,
  branch: opt(Type.Object({ exercise: S, at: N })),
  resultsOpen: B,
  created: N,
});
export type ExerciseView = Static<typeof ExerciseView>;

/** A seat as handed out: link and password are told once. */
export const SeatOut = Type.Object({
  team: S,
  teamName: S,
  account: S,
  name: S,
  link: opt(S),
  password: opt(S),
  person: opt(S),
});
export type SeatOut = Static<typeof SeatOut>;
export const Person = Type.Object({ name: S, mail: S, organisation: S });
export type Person = Static<typeof Person>;
export const SeatView = Type.Object({
  account: S,
  name: S,
  team: S,
  teamName: S,
  person: opt(Person),
  entered: opt(N),
  linkValid: B,
});

const Online = Type.Object({ account: S, label: S, on: S, seen: N });
export const WallView = Type.Object({
  clock: ClockView,
  phase: MaybePhase,
  milestones: Type.Array(Type.Object({ id: S })),
  teams: Type.Array(
    Type.Object({
      id: S,
      number: I,
      name: S,
      online: Type.Array(Online),
      milestones: Type.Record(S, N),
      stuck: Type.Object({
        level: Type.Enum(['ok', 'slow', 'stuck', 'idle']),
        minutes: N,
        why: Keyed,
      }),
      actions: Type.Object({ done: I, underWay: I, waiting: I }),
      unanswered: I,
      injects: Type.Object({ pending: I, submitted: I, graded: I, overdue: I }),
      hints: I,
      report: Type.Object({ state: Type.Enum(['none', 'draft', 'submitted']), parts: I, of: I }),
      promises: Type.Object({ open: I, kept: I, broken: I }),
      businessCost: N,
      loss: opt(N),
      attacker: opt(S),
      last: opt(Type.Object({ at: N, kind: S, by: S })),
    }),
  ),
});
export type WallView = Static<typeof WallView>;

const StepView = Type.Object({
  step: S,
  title: opt(Localized),
  attempt: I,
  at: N,
  end: N,
  tactic: S,
  techniques: Type.Array(S),
  outcome: S,
  why: S,
  hosts: Type.Array(S),
  accounts: Type.Array(S),
  indicators: Type.Array(Type.Object({ type: S, value: S })),
  files: Type.Array(S),
});
export const TruthView = Type.Object({
  truth: Type.Object({
    hosts: Type.Array(S),
    accounts: Type.Array(S),
    indicators: Type.Array(Type.Object({ type: S, value: S })),
    files: Type.Array(S),
    route: Type.Array(Type.Object({ from: S, to: S, technique: S, at: N })),
    timeline: Type.Array(Type.Object({ step: S, at: N, techniques: Type.Array(S) })),
    entry: Type.Object({ vector: S, host: S, account: S, at: N }),
  }),
  /** As it went with this team up to now. */
  steps: Type.Array(StepView),
  /** As it would go on if nobody did anything more. */
  ahead: Type.Array(StepView),
  losses: Type.Array(Type.Object({ at: N, kind: S, what: S, points: N, step: S })),
  attacker: Type.Object({ state: S, footholds: Type.Array(S), objectivesReached: Type.Array(S) }),
  remaining: Type.Object({ hosts: Type.Array(S), accounts: Type.Array(S) }),
  leads: Type.Array(S),
});

const TeamInjectView = Type.Object({
  team: S,
  state: Type.Enum([...injectStates]),
  firedAt: opt(N),
  due: opt(N),
  submittedAt: opt(N),
  overdue: B,
  mark: opt(N),
  marks: opt(Type.Record(S, N)),
  thread: Type.Array(Type.Object({ at: N, by: S, step: S, text: S })),
});
export const InjectView = Type.Object({ ...Inject.properties, perTeam: Type.Array(TeamInjectView) });
const Term = Type.Object({ id: S, title: Localized });
/** What conditions of injects may name, as people call it. */
export const ConditionTerms = Type.Object({
  steps: Type.Array(Term),
  actions: Type.Array(Term),
  phases: Type.Array(Term),
  /** By the short names conditions use. */
  injects: Type.Array(Term),
  milestones: Type.Array(S),
});
export type ConditionTerms = Static<typeof ConditionTerms>;
export const DeskInject = Type.Object({
  inject: S,
  title: Localized,
  text: Localized,
  from: Type.Object({ role: WorldRole, person: opt(Localized) }),
  channel: WorldChannel,
  state: Type.Enum([...injectStates]),
  firedAt: N,
  due: opt(N),
  overdue: B,
  /** What a good answer has comes with the results. */
  expectation: opt(Type.Object({ text: opt(Localized), answer: S, minutes: N })),
  thread: Type.Array(Type.Object({ at: N, by: S, label: S, step: S, text: S })),
  mark: opt(N),
});

export const MessageView = Type.Object({
  id: S,
  at: N,
  channel: WorldChannel,
  direction: Type.Enum(['in', 'out']),
  role: WorldRole,
  person: S,
  /** Person's name, where the world has them. */
  personName: opt(Localized),
  subject: S,
  text: S,
  /** In both languages, where the content has them: for readers of the other one. */
  sides: opt(Type.Object({ subject: Localized, text: Localized })),
  message: opt(Keyed),
  by: S,
  label: S,
  thread: S,
  answers: opt(S),
  action: opt(I),
  read: B,
});
export type MessageView = Static<typeof MessageView>;
export const ContactView = Type.Object({
  role: WorldRole,
  title: Localized,
  channels: Type.Array(WorldChannel),
});

export const PromiseView = Type.Object({
  id: S,
  team: S,
  side: Type.Enum(['team', 'white-cell']),
  to: S,
  text: S,
  madeAt: N,
  due: N,
  state: Type.Enum(['open', 'kept', 'broken']),
  settledAt: opt(N),
  message: opt(S),
});
export const CellItem = Type.Object({
  id: S,
  team: S,
  teamName: S,
  role: WorldRole,
  channel: WorldChannel,
  at: N,
  text: S,
  subject: S,
  label: S,
  waitingMinutes: N,
  thread: Type.Array(MessageView),
  suggestions: Type.Array(Type.Object({ id: S, text: Localized, promise: opt(N) })),
  claimedBy: opt(S),
});
export const CellView = Type.Object({
  roles: Type.Array(
    Type.Object({
      role: WorldRole,
      title: Localized,
      channels: Type.Array(WorldChannel),
      factSheet: Type.Array(Localized),
      waiting: I,
    }),
  ),
  queue: Type.Array(CellItem),
});

export const HintView = Type.Object({
  objective: S,
  solved: B,
  price: N,
  levels: Type.Array(
    Type.Object({ level: Type.Enum([...hintLevels]), price: N, taken: B, may: B, text: opt(Localized) }),
  ),
});

export const DeskView = Type.Object({
  team: Type.Object({
    id: S,
    number: I,
    name: S,
    members: Type.Array(Type.Object({ account: S, label: S, online: B, on: S })),
  }),
  exercise: ExerciseView,
  clock: ClockView,
  phase: MaybePhase,
  me: S,
  canWrite: B,
  advice: Type.Array(Type.Object({ at: N, text: S })),
});

const HostServer = Type.Object({ name: S, roles: Type.Array(S), os: S, ip: S });
export const BriefingView = Type.Object({
  organisation: Type.Object({
    name: Localized,
    domain: S,
    adDomain: S,
    netbios: S,
    publicAddress: S,
    people: I,
    hosts: I,
    departments: Type.Array(Type.Object({ id: S, name: Localized, people: I })),
  }),
  text: Localized,
  crownJewels: Type.Array(Type.Object({ id: S, name: Localized, host: S, location: S })),
  contacts: Type.Array(ContactView),
  calendar: Type.Array(Type.Object({ date: S, weekday: I, working: B, holiday: opt(Localized) })),
  map: Type.Object({
    segments: Type.Array(
      Type.Object({
        id: S,
        name: Localized,
        cidr: S,
        zone: S,
        hosts: I,
        servers: Type.Array(HostServer),
      }),
    ),
  }),
});

export const HostView = Type.Object({
  name: S,
  fqdn: S,
  ip: S,
  mac: S,
  os: S,
  kind: S,
  roles: Type.Array(S),
  segment: S,
  owner: opt(Type.Object({ account: S, name: Localized, department: Localized })),
  /** What the team did to it and that still stands: numbers of actions. */
  actions: Type.Array(I),
  verdict: opt(S),
});
export const AccountView = Type.Object({
  account: S,
  name: Localized,
  mail: S,
  department: Localized,
  title: Localized,
  duty: S,
  pc: S,
  phone: S,
  privileged: B,
  actions: Type.Array(I),
  verdict: opt(S),
});
/** A message as a list shows it; `line` is the line of the mail log it was found by. */
export const MailLineView = Type.Object({
  id: S,
  at: N,
  direction: Type.Enum(['in', 'out', 'internal']),
  from: S,
  to: S,
  subject: S,
  status: Type.Enum(['under-way', 'delivered', 'bounced', 'deferred', 'rejected', 'quarantined']),
  attachments: I,
  line: KeptLine,
});
export type MailLineView = Static<typeof MailLineView>;
export const MailView = Type.Object({
  id: S,
  at: N,
  direction: Type.Enum(['in', 'out', 'internal']),
  status: MailLineView.properties.status,
  bytes: I,
  headers: Type.Array(Type.Object({ name: S, value: S })),
  body: S,
  attachments: Type.Array(Type.Object({ name: S, mime: S, bytes: I, sha256: S })),
  /** Path of the message as a file. */
  eml: S,
});
/** Something a team can take away as a file. */
export const ArtefactView = Type.Object({
  id: S,
  kind: Type.Enum(['disk', 'memory', 'logs', 'capture']),
  /** File name of the download. */
  name: S,
  at: N,
  host: S,
  /** Number of the action it comes from. */
  action: opt(I),
});

export const LinesView = Type.Object({ items: Type.Array(KeptLine), next: opt(S), took: N });
export const detectionSeverities = ['critical', 'high', 'medium', 'low', 'unstated'] as const;
export type DetectionSeverity = (typeof detectionSeverities)[number];
/** A report of a detection tool. ECS: `event.severity`; RSIT has no severity of its own. */
export const DetectionView = Type.Object({
  line: KeptLine,
  severity: Type.Enum([...detectionSeverities], { description: 'From what the line states, nothing else' }),
  stated: Type.String({ description: 'The field of the line and its value; empty: the line states none' }),
  name: S,
  category: S,
});
export type DetectionView = Static<typeof DetectionView>;
export const DetectionsView = Type.Object({
  items: Type.Array(DetectionView),
  /** Older ones are left out: search the logs. */
  more: B,
});
export type DetectionsView = Static<typeof DetectionsView>;

export const HistogramView = Type.Object({
  step: N,
  buckets: Type.Array(Type.Object({ at: N, counts: Type.Record(S, N) })),
});
export const TopView = itemsOf(Type.Object({ value: S, count: N }));
export const SearchView = Type.Object({ id: S, name: S, q: S, sources: Type.Array(S), by: S });

export const TakenAction = Type.Object({
  number: I,
  action: S,
  parameters: Type.Record(S, Type.Union([S, N, B])),
  reason: S,
  at: N,
  by: S,
  label: S,
  status: Type.Enum(['waiting-for-approval', 'under-way', 'done', 'no-effect', 'refused', 'failed']),
  effectiveAt: opt(N),
  message: opt(Keyed),
  /** Why the boss refused. */
  refused: opt(S),
  cost: N,
  artefacts: Type.Array(S),
});
export type TakenAction = Static<typeof TakenAction>;

const item = { id: S, by: S, label: S, at: N };
export const CaseView = Type.Object({
  revision: I,
  evidence: Type.Array(Type.Object({ ...caseParts.evidence.properties, ...item })),
  entities: Type.Array(Type.Object({ ...caseParts.entities.properties, ...item })),
  timeline: Type.Array(Type.Object({ ...caseParts.timeline.properties, ...item })),
  hypotheses: Type.Array(Type.Object({ ...caseParts.hypotheses.properties, ...item })),
  decisions: Type.Array(Type.Object({ ...caseParts.decisions.properties, ...item })),
  route: Type.Array(Type.Object({ ...caseParts.route.properties, ...item })),
});
export type CaseView = Static<typeof CaseView>;

export const ReportView = Type.Object({
  state: Type.Enum(['none', 'draft', 'submitted']),
  title: Localized,
  parts: Type.Array(ReportPart),
  values: Type.Record(S, Type.Object({ value: reportValue, revision: I, by: S, label: S, at: N })),
  missing: Type.Array(S),
  submittedAt: opt(N),
});
export const TalkView = Type.Object({ id: S, at: N, real: N, by: S, label: S, text: S });
