// The growing block of telescope events, column by column, ready for the event store.
import type { RsitType } from '#model/vocab/rsit.ts';
import { type TrafficClass, trafficClasses } from '#model/vocab/traffic-class.ts';
import type { Column, EventBlock } from '#store/events/port.ts';
import { tools } from './fingerprints/registry.ts';
import { ruleIds, rules } from './rules.ts';

/** One event as the telescope decides it. Addresses are 16 bytes each, source then destination. */
export interface FlowEvent {
  first: number;
  last: number;
  rule: number;
  addresses: Uint8Array;
  sourcePort: number;
  destinationPort: number;
  transport: string;
  protocol: string;
  packets: number;
  bytes: number;
  flags: number;
  /** Index into `tools`, or -1. */
  tool: number;
  probability: number;
  labels: Readonly<Record<string, string>>;
  record: number;
  offset: number;
}

/** What every event of an input has in common. */
export interface BlockContext {
  inputId: string;
  file: string;
  vantage: string;
  observer: string;
  exercise: string;
}

const rsitOf: Record<TrafficClass, RsitType | ''> = {
  scan: 'scanner',
  backscatter: 'ddos',
  'amplification-request': 'ddos',
  'reflected-response': 'ddos',
  flood: 'ddos',
  misconfiguration: 'misconfiguration',
  unknown: '',
};
const techniquesOf: Record<TrafficClass, readonly string[]> = {
  scan: ['T1595.001'],
  backscatter: [],
  'amplification-request': ['T1498.002'],
  'reflected-response': ['T1498.002'],
  flood: ['T1498.001'],
  misconfiguration: [],
  unknown: [],
};
const classCodes = ruleIds.map(id => trafficClasses.indexOf(rules[id].class));
const rsitDictionary = trafficClasses.map(name => rsitOf[name]);
const techniques = trafficClasses.map(name => techniquesOf[name]);
const toolDictionary = ['', ...tools.map(tool => tool.id)];

/** Collects events until `take`. */
export class EventColumns {
  rows = 0;
  #capacity = 4_096;
  readonly #context: BlockContext;
  #first = new Float64Array(this.#capacity);
  #last = new Float64Array(this.#capacity);
  #ids = new Uint8Array(this.#capacity * 16);
  #classes = new Uint8Array(this.#capacity);
  #rules = new Uint8Array(this.#capacity);
  #sources = new Uint8Array(this.#capacity * 16);
  #destinations = new Uint8Array(this.#capacity * 16);
  #sourcePorts = new Uint16Array(this.#capacity);
  #destinationPorts = new Uint16Array(this.#capacity);
  #transports = new Uint16Array(this.#capacity);
  #protocols = new Uint16Array(this.#capacity);
  #packets = new Float64Array(this.#capacity);
  #bytes = new Float64Array(this.#capacity);
  #flags = new Uint8Array(this.#capacity);
  #tools = new Uint8Array(this.#capacity);
  #probabilities = new Float32Array(this.#capacity);
  #records = new Float64Array(this.#capacity);
  #offsets = new Float64Array(this.#capacity);
  #labels: Readonly<Record<string, string>>[] = [];
  readonly #words = new Map<string, number>([['', 0]]);

  constructor(context: BlockContext) {
    this.#context = context;
  }

  #word(text: string): number {
    let code = this.#words.get(text);
    if (code === undefined) {
      code = this.#words.size;
      this.#words.set(text, code);
    }
    return code;
  }

  #grow() {
    const larger = <T extends Uint8Array | Uint16Array | Float32Array | Float64Array>(old: T): T => {
      const fresh = new (old.constructor as new (size: number) => T)(old.length * 2);
      fresh.set(old);
      return fresh;
    };
    this.#capacity *= 2;
    this.#first = larger(this.#first);
    this.#last = larger(this.#last);
    this.#ids = larger(this.#ids);
    this.#classes = larger(this.#classes);
    this.#rules = larger(this.#rules);
    this.#sources = larger(this.#sources);
    this.#destinations = larger(this.#destinations);
    this.#sourcePorts = larger(this.#sourcePorts);
    this.#destinationPorts = larger(this.#destinationPorts);
    this.#transports = larger(this.#transports);
    this.#protocols = larger(this.#protocols);
    this.#packets = larger(this.#packets);
    this.#bytes = larger(this.#bytes);
    this.#flags = larger(this.#flags);
    this.#tools = larger(this.#tools);
    this.#probabilities = larger(this.#probabilities);
    this.#records = larger(this.#records);
    this.#offsets = larger(this.#offsets);
  }

  /** Adds an event; `id` writes its 16 bytes. */
  add(event: FlowEvent, id: (out: Uint8Array, at: number) => void) {
    if (this.rows === this.#capacity) this.#grow();
    const row = this.rows++;
    this.#first[row] = Math.floor(event.first);
    this.#last[row] = Math.floor(event.last);
    id(this.#ids, row * 16);
    this.#classes[row] = classCodes[event.rule]!;
    this.#rules[row] = event.rule;
    for (let byte = 0; byte < 16; byte++) {
      this.#sources[row * 16 + byte] = event.addresses[byte]!;
      this.#destinations[row * 16 + byte] = event.addresses[16 + byte]!;
    }
    this.#sourcePorts[row] = event.sourcePort;
    this.#destinationPorts[row] = event.destinationPort;
    this.#transports[row] = this.#word(event.transport);
    this.#protocols[row] = this.#word(event.protocol);
    this.#packets[row] = event.packets;
    this.#bytes[row] = event.bytes;
    this.#flags[row] = event.flags;
    this.#tools[row] = event.tool + 1;
    this.#probabilities[row] = event.probability;
    this.#records[row] = event.record;
    this.#offsets[row] = event.offset;
    this.#labels.push(event.labels);
  }

  /** The block so far, or undefined when empty; starts a new one. */
  take(ingested: number): EventBlock | undefined {
    const rows = this.rows;
    if (rows === 0) return undefined;
    const words = [...this.#words.keys()];
    const classes = this.#classes.slice(0, rows);
    const number = (values: Uint8Array | Uint16Array | Float32Array | Float64Array): Column => ({
      kind: 'number',
      values: values.slice(0, rows),
    });
    const coded = (codes: Uint8Array | Uint16Array, dictionary: readonly string[]): Column => ({
      kind: 'coded',
      codes: codes.slice(0, rows),
      dictionary,
    });
    const bytes16 = (values: Uint8Array): Column => ({ kind: 'bytes16', values: values.slice(0, rows * 16) });
    const constant = (value: string | number): Column => ({ kind: 'constant', value });
    const context = this.#context;
    const block: EventBlock = {
      rows,
      columns: {
        '@timestamp': number(this.#first),
        'event.id': bytes16(this.#ids),
        'event.ingested': constant(ingested),
        'event.end': number(this.#last),
        'event.module': constant('telescope'),
        'event.dataset': constant('telescope.flow'),
        'event.category': constant('network'),
        'event.action': constant('flow'),
        'observer.id': constant(context.observer),
        'observer.type': constant('telescope'),
        'hinomi.vantage': constant(context.vantage),
        'hinomi.class': { kind: 'coded', codes: classes, dictionary: trafficClasses },
        'hinomi.reason': coded(this.#rules, ruleIds),
        'rsit.type': { kind: 'coded', codes: classes, dictionary: rsitDictionary },
        'threat.technique.id': { kind: 'lists', values: Array.from(classes, code => techniques[code]!) },
        'source.ip': bytes16(this.#sources),
        'source.port': number(this.#sourcePorts),
        'destination.ip': bytes16(this.#destinations),
        'destination.port': number(this.#destinationPorts),
        'network.transport': coded(this.#transports, words),
        'network.protocol': coded(this.#protocols, words),
        'network.packets': number(this.#packets),
        'network.bytes': number(this.#bytes),
        'hinomi.tcp.flags': number(this.#flags),
        'hinomi.tool.name': coded(this.#tools, toolDictionary),
        'hinomi.tool.probability': number(this.#probabilities),
        labels: { kind: 'maps', values: this.#labels },
        'hinomi.input': constant(context.inputId),
        'log.file.path': constant(context.file),
        'log.offset': number(this.#offsets),
        'hinomi.record': number(this.#records),
        'hinomi.exercise': constant(context.exercise),
      },
    };
    this.rows = 0;
    this.#labels = [];
    return block;
  }
}
