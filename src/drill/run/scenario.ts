// A scenario as authors write it (content/scenarios/<id>.yaml): objectives, cast, attacker and plan. The schema checks
// files and is what the author's help is made from.
import { type Static, type TProperties, Type } from 'typebox';
import { Localized } from '#model/localized.ts';

const closed = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description ? { description } : {}) });
const Id = (description: string) => Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60, description });
const Fact = Type.String({
  pattern: '^!?[a-z][a-z0-9:-]*(\\|[a-z][a-z0-9:-]*)*$',
  maxLength: 200,
  description:
    'A fact that must hold: `done:<step>`, `failed:<step>`, or one a step gains; `!fact` must not hold, `a|b` = either.',
});
const minutes = (description: string) => Type.Number({ minimum: 0, maximum: 2880, description });

/** The incident families of the source document; each has an entry in the library. */
export const families = [
  'ddos-government',
  'ddos-during-intrusion',
  'law-protest',
  'defacement',
  'dns-amplification',
  'mass-account-theft',
  'remote-controlled-pc',
  'banking-fake-screens',
  'list-login',
  'usb-worm-control-system',
  'manufacturer-infection',
  'parliament-mail',
  'ministry-infection',
  'ministry-documents',
  'wiper',
  'watering-hole',
] as const;

const Cast = Type.Union([
  closed(
    {
      kind: Type.Literal('person'),
      duty: Type.Optional(
        Type.Union(
          (['staff', 'manager', 'executive', 'system-administrator', 'help-desk'] as const).map(x =>
            Type.Literal(x),
          ),
        ),
      ),
      wary: Type.Optional(Type.Union([Type.Literal('low'), Type.Literal('high')])),
      colleagueOf: Type.Optional(Id('Cast name of a person of the same department')),
    },
    'One person and their PC; works in office hours on the day of the exercise',
  ),
  closed(
    { kind: Type.Literal('people'), count: Type.Integer({ minimum: 1, maximum: 2000 }) },
    'Several people, for mails to many, sprays and lists',
  ),
  closed(
    { kind: Type.Literal('host'), role: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1 }) },
    'A server: the first of these roles the organisation has',
  ),
  closed(
    {
      kind: Type.Literal('hosts'),
      of: Type.Union([Type.Literal('pc'), Type.Literal('windows-server'), Type.Literal('controller')]),
      count: Type.Integer({ minimum: 1, maximum: 400 }),
    },
    'Several machines',
  ),
  closed(
    {
      kind: Type.Literal('server'),
      of: Type.Union([Type.Literal('public-site'), Type.Literal('public-application')]),
    },
    'The server the public meets',
  ),
  closed({ kind: Type.Literal('jewel') }, 'Confidential files: what the attacker wants'),
  closed({ kind: Type.Literal('service-account') }, 'A privileged service account'),
  closed(
    {
      kind: Type.Literal('domain'),
      style: Type.Union([Type.Literal('service'), Type.Literal('look-alike'), Type.Literal('random')]),
    },
    'A name of the attacker with its address',
  ),
  closed({ kind: Type.Literal('address') }, 'An address of the attacker outside'),
  closed(
    {
      kind: Type.Literal('addresses'),
      count: Type.Integer({ minimum: 1, maximum: 2000 }),
    },
    'Many addresses outside: open resolvers, bots',
  ),
  closed(
    { kind: Type.Literal('sender'), style: Type.Union([Type.Literal('free-mail'), Type.Literal('partner')]) },
    'Whose name a mail carries; `partner` copies a true correspondent with another domain',
  ),
  closed(
    { kind: Type.Literal('site'), category: Type.String({ maxLength: 20 }) },
    'A site people of the organisation visit',
  ),
  closed(
    {
      kind: Type.Literal('choice'),
      of: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1 }),
      like: Type.Optional(Id('Cast name of another choice: the entry at the same place')),
    },
    'One of these texts: file names, tools, names of services',
  ),
]);

const LossRule = closed(
  {
    kind: Type.Union(
      (['data-stolen', 'data-destroyed', 'service-down', 'defaced', 'fraud', 'control-lost'] as const).map(
        x => Type.Literal(x),
      ),
    ),
    points: Type.Optional(Type.Number({ minimum: 0, description: 'When all of it is lost' })),
    jewel: Type.Optional(Id('Cast name of a crown jewel: its value counts instead of points')),
    perHour: Type.Optional(Type.Number({ minimum: 0, description: 'Points an hour until it is put right' })),
  },
  'What the organisation loses by this step',
);

const Step = closed({
  id: Id('Name of the step'),
  title: Localized,
  move: Id('Move of the registry'),
  tactic: Type.String({ maxLength: 40, description: 'ATT&CK tactic' }),
  techniques: Type.Array(Type.String({ pattern: '^T\\d{4}(\\.\\d{3})?$' }), { minItems: 1 }),
  with: Type.Optional(
    Type.Record(
      Type.String({ pattern: '^[a-z][a-zA-Z]*$' }),
      Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]),
      { description: 'Parameters of the move; names of the cast where it wants one' },
    ),
  ),
  needs: Type.Optional(Type.Array(Fact)),
  gains: Type.Optional(Type.Array(Id('A fact others may need'))),
  wait: Type.Tuple([minutes('at least'), minutes('at most')], {
    description: 'Minutes between the conditions holding and the step',
  }),
  attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  retry: Type.Optional(minutes('Minutes between attempts')),
  urgent: Type.Optional(Type.Boolean({ description: 'The step a discovered attacker hurries' })),
  evidence: Type.Array(Type.String({ maxLength: 40 }), {
    minItems: 1,
    description: 'Evidence sources that show it',
  }),
  loss: Type.Optional(LossRule),
  objective: Type.Optional(Id('Objective reached when it is done')),
});

const Role = Type.Union(
  (['boss', 'vendor', 'user', 'press', 'csirt', 'police', 'provider', 'monitoring', 'system'] as const).map(
    x => Type.Literal(x),
  ),
);
const Channel = Type.Union((['mail', 'chat', 'phone', 'alert'] as const).map(x => Type.Literal(x)));

const Notice = closed(
  {
    after: Id('Step it follows, if that is done'),
    minutes: minutes('after the step'),
    from: Type.Optional(
      Type.Literal('start', { description: 'Counted from the start of the step instead of its success' }),
    ),
    role: Role,
    channel: Channel,
    person: Type.Optional(Id('Cast name of who says it')),
    message: Type.String({ maxLength: 60, description: 'Key under drill.notice.' }),
    values: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 60 }))),
  },
  'What somebody notices and says unasked: how the incident comes to light',
);

const Inject = closed(
  {
    id: Id('Name'),
    title: Type.Object(Localized.properties, {
      additionalProperties: false,
      description: 'As the team sees it: from the sender’s view, without what is expected',
    }),
    minutes: minutes('after the start'),
    after: Type.Optional(Id('Step it waits for')),
    role: Role,
    channel: Channel,
    text: Localized,
    expects: Type.Object(Localized.properties, {
      additionalProperties: false,
      description: 'What a good answer has; only staff see it before the results',
    }),
  },
  'An inject it suggests to the exercise',
);

const Play = closed(
  {
    after: Type.Union([Id('Step after whose start it is done'), Type.Literal('start')]),
    minutes: minutes('after that'),
    action: Id('Action of the registry'),
    with: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  },
  'An action of best play; values may be `$cast.property`',
);

export const Scenario = closed({
  id: Id('Same as the file'),
  family: Type.Union(families.map(family => Type.Literal(family))),
  title: Localized,
  summary: Localized,
  briefing: Localized,
  level: Type.Integer({ minimum: 1, maximum: 5 }),
  status: Type.Union([Type.Literal('complete'), Type.Literal('simple')]),
  references: Type.Array(Type.String({ maxLength: 300 }), { minItems: 1 }),
  window: closed({
    day: Type.Integer({ minimum: 1, maximum: 10, description: 'Day of the world, the second is 1' }),
    start: Type.String({ pattern: '^[0-2]\\d:[0-5]\\d$' }),
    hours: Type.Number({ minimum: 1, maximum: 48 }),
  }),
  objectives: Type.Array(closed({ id: Id('Name'), title: Localized }), { minItems: 1 }),
  cast: Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9]*$' }), Cast),
  attacker: closed({
    skill: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'Chance that antivirus does not know the tools',
    }),
    patience: minutes('without control before giving up'),
    channels: Type.Array(
      closed({
        domain: Type.String({ description: 'Cast name of a domain' }),
        kind: Type.Union([Type.Literal('https'), Type.Literal('http'), Type.Literal('dns')]),
      }),
      { description: 'Command channels in the order they are tried' },
    ),
    beacon: Type.Number({ minimum: 10, maximum: 86_400, description: 'Seconds between contacts' }),
    jitter: Type.Number({ minimum: 0, maximum: 0.9 }),
    agent: Type.String({ maxLength: 200, description: 'User-Agent of the implant' }),
    reactions: Type.Array(
      closed({ rule: Id('Rule of the registry'), minutes: minutes('until the attacker acts on it') }),
    ),
  }),
  plan: Type.Array(Step, { minItems: 1, maxItems: 60 }),
  leads: closed(
    { from: Type.Array(Id('False lead of the registry')), count: Type.Integer({ minimum: 0, maximum: 8 }) },
    'Harmless happenings that look like part of it',
  ),
  notices: Type.Array(Notice),
  injects: Type.Array(Inject),
  bestPlay: Type.Array(Play),
});
export type Scenario = Static<typeof Scenario>;
export type ScenarioStep = Static<typeof Step>;
export type CastRule = Static<typeof Cast>;
export type LossRule = Static<typeof LossRule>;
