// A kind of record of one Windows log, declared: provider, numbers, and the fields in the order of the real template.
// Declarations are compiled into string builders once; what is constant in a record is one piece of text.
import type { Localized } from '#model/localized.ts';
import type { Host, SimTime } from '../../world/entities.ts';
import type { WorldEvent, WorldEventKind } from '../../world/event.ts';
import type { Emit, ProjectionContext } from '../source.ts';
import { json, jsonInside, systemTime } from './format.ts';
import { factsOf, type HostFacts, type Writer } from './host.ts';

export type EventOf<K extends WorldEventKind> = Extract<WorldEvent, { kind: K }>;

/** How a value is typed in the template: decides quotes in JSON and braces in XML. */
export type FieldType = 'text' | 'number' | 'hex' | 'guid' | 'boolean';
type Scalar = string | number | boolean;
type Get<E, V> = (event: E, host: HostFacts, at: SimTime) => V;

export interface Field<E> {
  name: string;
  type: FieldType;
  value: Scalar | Get<E, Scalar>;
  /** Written as it is: made by a program (times, hashes, SIDs), never holds what JSON must escape. */
  plain?: boolean;
}
export const text = <E>(name: string, value: string | Get<E, string>): Field<E> => ({
  name,
  type: 'text',
  value,
});
/** Text a program made, of letters, digits and marks JSON has no quarrel with. Never for names, paths or commands. */
export const plain = <E>(name: string, value: Get<E, string>): Field<E> => ({
  name,
  type: 'text',
  value,
  plain: true,
});
export const number = <E>(name: string, value: number | Get<E, number>): Field<E> => ({
  name,
  type: 'number',
  value,
});
/** A number Windows shows in hexadecimal: logon ids, handles, status codes. */
export const hexa = <E>(name: string, value: string | Get<E, string>): Field<E> => ({
  name,
  type: 'hex',
  value,
});
/** Without braces here and in JSON, with braces in XML. */
export const guid = <E>(name: string, value: string | Get<E, string>): Field<E> => ({
  name,
  type: 'guid',
  value,
});
export const flag = <E>(name: string, value: boolean | Get<E, boolean>): Field<E> => ({
  name,
  type: 'boolean',
  value,
});

/** Who writes into which log. */
export interface Provider {
  channel: string;
  name: string;
  /** Without braces, upper case. */
  guid?: string;
  /** Name of a classic event source that got a manifest. */
  eventSource?: string;
  /** High word of the event id: only classic sources have one. */
  qualifiers?: number;
  /** `Security UserID` of every record, '' for none. */
  userId: string;
  writer: Writer;
  level: number;
  keywords: string;
  /** Put before the id in the facet `code`. */
  codePrefix: string;
}

type Predicate<E> = (event: E, host: HostFacts) => boolean;

export interface RecordKind<E> {
  provider: Provider;
  on: WorldEventKind;
  id: number;
  version: number;
  level: number;
  task: number;
  /** Name of the task, as Event Viewer shows it. */
  category: Localized;
  opcode: number;
  keywords: string;
  qualifiers: number | undefined;
  /** First line of the message. */
  title: Localized;
  /** Value of the event's `what` it belongs to. */
  what: string | undefined;
  when: Predicate<E> | undefined;
  /** Whose log it goes to, if not that of the event's host. */
  where: ((event: E) => Host | undefined) | undefined;
  writer: Writer;
  /** Process that writes it, where that is not a service of the host. */
  process: ((event: E) => number) | undefined;
  userId: string | ((event: E, host: HostFacts) => string);
  /** Carries the security authority's activity id. */
  correlated: boolean;
  fields: readonly Field<E>[];
  /** `named`: `<Data Name=…>`; `list`: nameless strings of a classic source; `user`: `<UserData>` of its own. */
  body: 'named' | 'list' | { user: string; xmlns: string };
  /** `Name` of `<EventData>`, where the template has one. */
  dataName: string | undefined;
  /** Hexadecimal `<Binary>` part. */
  binary: ((event: E) => string) | undefined;
  /** Written this much later than it happened, ms. */
  delay: ((host: HostFacts) => number) | undefined;
  /** What a search can ask of the record; the same as its fields say. */
  user: (event: E) => string;
  source: (event: E) => string;
  destination: (event: E, host: HostFacts) => string;
  object: (event: E, host: HostFacts) => string;
}

type Optional =
  | 'version'
  | 'level'
  | 'opcode'
  | 'keywords'
  | 'qualifiers'
  | 'what'
  | 'when'
  | 'where'
  | 'writer'
  | 'process'
  | 'userId'
  | 'correlated'
  | 'body'
  | 'dataName'
  | 'binary'
  | 'delay'
  | 'user'
  | 'source'
  | 'destination'
  | 'object';
type Declared<E> = Omit<RecordKind<E>, 'provider' | 'on' | Optional> & Partial<Pick<RecordKind<E>, Optional>>;

const none = (): string => '';

/** Declares a kind of record; what is not said comes from the provider. */
export const record = <K extends WorldEventKind>(
  provider: Provider,
  on: K,
  kind: Declared<EventOf<K>>,
): RecordKind<EventOf<K>> => ({
  provider,
  on,
  version: 0,
  level: provider.level,
  opcode: 0,
  keywords: provider.keywords,
  qualifiers: provider.qualifiers,
  what: undefined,
  when: undefined,
  where: undefined,
  writer: provider.writer,
  process: undefined,
  userId: provider.userId,
  correlated: false,
  body: 'named',
  dataName: undefined,
  binary: undefined,
  delay: undefined,
  user: none,
  source: none,
  destination: none,
  object: none,
  ...kind,
});

const eventNamespace = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** Writes one record if the declaration says so; returns whether it did. `nth` records of the event came before. */
export type WriteRecord<E> = (event: E, emit: Emit, context: ProjectionContext, nth: number) => boolean;

/** Compiles a declaration. */
export function compileRecord<E extends WorldEvent>(kind: RecordKind<E>): WriteRecord<E> {
  const { provider } = kind;
  const guidPart = provider.guid ? `,"Guid":${json(provider.guid)}` : '';
  const sourcePart = provider.eventSource ? `,"EventSourceName":${json(provider.eventSource)}` : '';
  const idPart =
    kind.qualifiers === undefined
      ? `${kind.id}`
      : `{"#attributes":{"Qualifiers":${kind.qualifiers}},"#text":${kind.id}}`;
  const head = `{"Event":{"#attributes":{"xmlns":"${eventNamespace}"},"System":{"Provider":{"#attributes":{"Name":${json(provider.name)}${guidPart}${sourcePart}}},"EventID":${idPart},"Version":${kind.version},"Level":${kind.level},"Task":${kind.task},"Opcode":${kind.opcode},"Keywords":"${kind.keywords}","TimeCreated":{"#attributes":{"SystemTime":"`;
  const afterTime = '"}},"EventRecordID":';
  const channelPart = `}},"Channel":${json(provider.channel)},"Computer":`;
  const { open, pieces, gets, close } = compileBody(kind);
  const count = gets.length;
  const fixedUser = typeof kind.userId === 'string' ? `,"Security":${securityPart(kind.userId)}` : undefined;
  const code = `${provider.codePrefix}${kind.id}`;
  const { channel } = provider;
  return (event, emit, context, nth) => {
    const host = kind.where ? kind.where(event) : event.host;
    if (!host) return false;
    const facts = factsOf(host, context.world);
    if (!facts.windows || (kind.when && !kind.when(event, facts))) return false;
    const happened = event.at;
    let at = (Number.isInteger(happened) ? happened + facts.fraction : happened) + nth * 0.13;
    if (kind.delay) at += kind.delay(facts);
    const id = context.recordId(channel, host.name, at, event);
    const process = kind.process ? kind.process(event) : facts.pid[kind.writer];
    // Sixteen threads a process take turns.
    const thread = process === 0 ? 0 : process + 4 * (1 + (Math.imul(id, 0x9e3779b1) >>> 28));
    let line = `${head}${systemTime(at)}${afterTime}${id},"Correlation":${kind.correlated ? `{"#attributes":{"ActivityID":${facts.activity}}}` : 'null'},"Execution":{"#attributes":{"ProcessID":${process},"ThreadID":${thread}${channelPart}${facts.computer}${fixedUser ?? `,"Security":${securityPart((kind.userId as (event: E, host: HostFacts) => string)(event, facts))}`}${open}`;
    for (let i = 0; i < count; i++) line += pieces[i]! + gets[i]!(event, facts, happened);
    line += pieces[count]! + close;
    emit(at, line, {
      host: facts.name,
      user: kind.user(event).toLowerCase(),
      source: kind.source(event),
      destination: kind.destination(event, facts),
      object: kind.object(event, facts),
      code,
    });
    return true;
  };
}

const securityPart = (userId: string): string =>
  userId === '' ? 'null' : `{"#attributes":{"UserID":${json(userId)}}}`;

/** JSON has no NaN and no infinity. */
const whole = (value: number): number => (Number.isFinite(value) ? Math.trunc(value) : 0);

const literal = (type: FieldType, value: Scalar): string => {
  if (type === 'number') return String(whole(value as number));
  if (type === 'boolean') return value ? 'true' : 'false';
  return json(String(value));
};

/** The event's own data: constant text between the values that are asked for. */
function compileBody<E>(kind: RecordKind<E>): {
  open: string;
  pieces: string[];
  gets: Get<E, string | number>[];
  close: string;
} {
  const pieces: string[] = [];
  const gets: Get<E, string | number>[] = [];
  let piece = '';
  const put = (get: Get<E, string | number>) => {
    pieces.push(piece);
    gets.push(get);
    piece = '';
  };
  const quoted = (get: Get<E, string>) => {
    piece += '"';
    put(get);
    piece = '"';
  };
  const list = kind.body === 'list';
  for (const [i, field] of kind.fields.entries()) {
    if (i > 0) piece += ',';
    if (!list) piece += `${json(field.name)}:`;
    const { type, value } = field;
    if (typeof value !== 'function') piece += literal(type, value);
    else if (type === 'text' && !field.plain)
      quoted((event, host, at) => jsonInside(value(event, host, at) as string));
    // Hexadecimal numbers and GUIDs are made by programs, never by people: nothing to escape.
    else if (type === 'text' || type === 'hex' || type === 'guid') quoted(value as Get<E, string>);
    else if (type === 'number') put((event, host, at) => whole(value(event, host, at) as number));
    else put((event, host, at) => literal(type, value(event, host, at)));
  }
  if (list) piece += ']},"Binary":';
  else if (kind.binary) piece += `${kind.fields.length > 0 ? ',' : ''}"Binary":`;
  const make = kind.binary;
  if (make) quoted(make);
  else if (list) piece += 'null';
  pieces.push(piece);
  if (typeof kind.body === 'object') {
    const { user, xmlns } = kind.body;
    return {
      open: `},"UserData":{${json(user)}:{"#attributes":{"xmlns":${json(xmlns)}}${kind.fields.length > 0 ? ',' : ''}`,
      pieces,
      gets,
      close: '}}}}',
    };
  }
  // A template without data leaves an empty element, which readers give as null.
  if (!list && kind.fields.length === 0 && !make)
    return { open: '},"EventData":null', pieces, gets, close: '}}' };
  const name = kind.dataName
    ? `"#attributes":{"Name":${json(kind.dataName)}}${kind.fields.length > 0 ? ',' : ''}`
    : '';
  return {
    open: `},"EventData":{${list ? '"Data":{"#text":[' : name}`,
    pieces,
    gets,
    close: '}}}',
  };
}
