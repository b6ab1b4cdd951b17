// The telescope: decoded packets in, classified and aggregated events out, one window of capture time after another.

import type { PacketColumns } from '#model/packet/columns.ts';
import { protocol } from '#model/packet/columns.ts';
import { type TrafficClass, trafficClasses } from '#model/vocab/traffic-class.ts';
import type { EventBlock } from '#store/events/port.ts';
import { accumulator } from './accumulate.ts';
import { Context } from './context.ts';
import { decide, protocolOf, type Vantage } from './decide.ts';
import { type BlockContext, EventColumns, type FlowEvent } from './event-columns.ts';
import { eventIds } from './event-ids.ts';
import { type Naming, nameTool } from './fingerprints/posterior.ts';
import { tools } from './fingerprints/registry.ts';
import {
  FlowTable,
  flowCapacity,
  kindFamily,
  kindQuoted,
  kindService,
  kindSide,
  kindTransport,
  side,
  warmRows,
} from './flow-table.ts';
import { type RuleId, ruleIndex, rules } from './rules.ts';
import { SourceTable } from './source-table.ts';
import { Tallies } from './tallies.ts';

/** Length of a window, in milliseconds of capture time. The limits in decide.ts are meant for it. */
const usualWindowMs = 60_000;
/** A source's probes are remembered for this many windows, so that slow scanners can be named. */
const rememberWindows = 10;
/** Sources of a flood up to which each gets an event of its own. */
const floodRowsKept = 16;
const blockRows = 65_536;
const noLabels: Readonly<Record<string, string>> = {};

export interface TelescopeOptions extends Omit<BlockContext, 'vantage'> {
  vantage: Vantage;
  /** Takes each full block; awaited, so a slow store slows the reading. */
  onBlock: (block: EventBlock) => Promise<void> | void;
  clock: () => number;
  /** Shorter for live captures, which want to be seen soon. */
  windowMs?: number;
}

/** What came out, in packets (classes) and in packets of events named (fingerprints). */
export interface TelescopeTotals {
  events: number;
  classes: Partial<Record<TrafficClass, number>>;
  fingerprints: Record<string, number>;
  firstEvent: number;
  lastEvent: number;
  windows: number;
}

const transportNames = new Map<number, string>([
  [0, ''],
  [1, 'icmp'],
  [2, 'igmp'],
  [4, 'ipv4'],
  [6, 'tcp'],
  [17, 'udp'],
  [41, 'ipv6'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'ipv6-icmp'],
  [89, 'ospf'],
  [103, 'pim'],
  [112, 'vrrp'],
  [132, 'sctp'],
]);

/** A flood at one service of one host, summed over its sources. */
interface Flood {
  rule: RuleId;
  flows: number[];
}

export class Telescope {
  readonly #options: TelescopeOptions;
  readonly #windowMs: number;
  readonly #flows = new FlowTable();
  readonly #sources = new SourceTable();
  readonly #accumulate = accumulator(this.#flows, this.#sources);
  readonly #events: EventColumns;
  readonly #id: ReturnType<typeof eventIds>;
  #window = Number.NaN;
  #cleared = Number.NaN;
  readonly #classPackets = new Float64Array(trafficClasses.length);
  readonly #toolPackets = new Float64Array(tools.length);
  #eventCount = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = 0;
  #windows = 0;
  /** Kept so that touching ahead is not optimised away. */
  #warmth = 0;

  constructor(options: TelescopeOptions) {
    this.#options = options;
    this.#windowMs = options.windowMs ?? usualWindowMs;
    this.#events = new EventColumns(options);
    this.#id = eventIds(options.inputId);
  }

  /** Takes a batch of packets. */
  async add(columns: PacketColumns): Promise<void> {
    const { time } = columns;
    const flows = this.#flows;
    const windowMs = this.#windowMs;
    for (let row = 0; row < columns.count; row++) {
      if (row % warmRows === 0)
        this.#warmth ^= flows.warm(columns, row, Math.min(row + warmRows, columns.count));
      const at = time[row]!;
      // Late packets (up to a window) stay in the current one; a jump backwards starts another.
      const elapsed = at - this.#window;
      if (!(elapsed < windowMs && elapsed >= -windowMs) || flows.count >= flowCapacity) {
        if (flows.count > 0) await this.flush();
        this.#window = Math.floor(at / windowMs) * windowMs;
      }
      this.#accumulate(columns, row);
    }
  }

  /** Closes the current window: decides every flow and writes its event. */
  async flush(): Promise<void> {
    const flows = this.#flows;
    if (flows.count === 0) return;
    this.#windows++;
    flows.settle();
    const context = new Context(flows);
    const namings = new Map<number, Naming | undefined>();
    const floods: Flood[] = [];
    const floodAt = new Tallies();
    for (let index = 0; index < flows.count; index++) {
      const rule = decide(flows, context, index, this.#options.vantage);
      if (rules[rule].class === 'flood') {
        const held = floodAt.count;
        const at = floodAt.at(flows.destination[index]!, flows.kind[index]!);
        if (at === held) floods.push({ rule, flows: [index] });
        else floods[at]!.flows.push(index);
        continue;
      }
      const naming = rules[rule].class === 'scan' ? this.#naming(index, namings) : undefined;
      this.#emit(index, rule, protocolOf(flows, context, index, rule, this.#options.vantage), naming);
      if (this.#events.rows >= blockRows) await this.#send();
    }
    for (const { rule, flows: members } of floods) {
      if (members.length <= floodRowsKept)
        for (const index of members)
          this.#emit(index, rule, protocolOf(flows, context, index, rule, this.#options.vantage), undefined);
      else
        this.#emitFlood(members, rule, protocolOf(flows, context, members[0]!, rule, this.#options.vantage));
      if (this.#events.rows >= blockRows) await this.#send();
    }
    flows.clear();
    if (Number.isNaN(this.#cleared)) this.#cleared = this.#window;
    const old = !(Math.abs(this.#window - this.#cleared) < rememberWindows * usualWindowMs);
    if (old || this.#sources.crowded) {
      this.#sources.clear();
      this.#cleared = this.#window;
    }
  }

  /** The tool of a scan flow: what its source uses, unless this flow's own probes do not fit. */
  #naming(index: number, namings: Map<number, Naming | undefined>): Naming | undefined {
    const flows = this.#flows;
    const kind = flows.kind[index]!;
    const tested = flows.sourceIndex[index]! >= 0;
    if (kindFamily(kind) !== 4) return undefined;
    const source = tested ? flows.sourceIndex[index]! : this.#sources.lookup(flows.source[index]!, 4);
    if (source < 0) return undefined;
    let naming = namings.get(source);
    if (naming === undefined && !namings.has(source)) {
      naming = nameTool(tool => this.#sources.counts(source, tool), flows.first[index]!);
      namings.set(source, naming);
    }
    if (!naming) return undefined;
    const fits = (flows.tools[index]! >>> naming.tool) & 1;
    // The first probe of a pairwise relation is never tested itself.
    return fits || !tested || tools[naming.tool]!.pairs ? naming : undefined;
  }

  readonly #event: FlowEvent = {
    first: 0,
    last: 0,
    rule: 0,
    addresses: new Uint8Array(32),
    sourcePort: 0,
    destinationPort: 0,
    transport: '',
    protocol: '',
    packets: 0,
    bytes: 0,
    flags: 0,
    tool: -1,
    probability: 0,
    labels: noLabels,
    record: 0,
    offset: 0,
  };

  /** Fills what a flow says by itself. */
  #describe(index: number, rule: RuleId, service: string): FlowEvent {
    const flows = this.#flows;
    const event = this.#event;
    const kind = flows.kind[index]!;
    const transport = kindTransport(kind);
    const ported = transport === protocol.tcp || transport === protocol.udp;
    const atSource = kindSide(kind) === side.source;
    const other = flows.otherPorts[index] === 0 ? flows.otherPort[index]! : 0;
    event.first = flows.first[index]!;
    event.last = flows.last[index]!;
    event.rule = ruleIndex.get(rule)!;
    this.#address(event.addresses, 0, index);
    event.sourcePort = ported ? (atSource ? kindService(kind) : other) : 0;
    event.destinationPort = ported ? (atSource ? other : kindService(kind)) : 0;
    event.transport = transportNames.get(transport) ?? `ip-${transport}`;
    event.protocol = service;
    event.packets = flows.packets[index]!;
    event.bytes = flows.bytes[index]!;
    event.flags = flows.flags[index]!;
    event.record = flows.record[index]!;
    event.offset = flows.offset[index]!;
    event.tool = -1;
    event.probability = 0;
    event.labels = noLabels;
    if (!ported && transport !== 0 && kindQuoted(kind) === 0 && kindService(kind) !== 0)
      event.labels = { icmp_type: String(kindService(kind)) };
    else if (kindFamily(kind) === 0) event.labels = { ether_type: `0x${kindService(kind).toString(16)}` };
    return event;
  }

  #address(out: Uint8Array, _at: number, index: number) {
    const flows = this.#flows;
    const family = kindFamily(flows.kind[index]!);
    if (family === 6) {
      for (let byte = 0; byte < 32; byte++) out[byte] = flows.addresses[index * 32 + byte]!;
      return;
    }
    out.fill(0);
    if (family === 0) return;
    for (const [at, word] of [
      [0, flows.source[index]!],
      [16, flows.destination[index]!],
    ] as const) {
      out[at + 10] = out[at + 11] = 0xff;
      out[at + 12] = word >>> 24;
      out[at + 13] = word >>> 16;
      out[at + 14] = word >>> 8;
      out[at + 15] = word;
    }
  }

  #emit(index: number, rule: RuleId, service: string, naming: Naming | undefined) {
    const event = this.#describe(index, rule, service);
    if (naming) {
      event.tool = naming.tool;
      event.probability = naming.probability;
      event.labels = {
        tool_tested: String(naming.tested),
        tool_fitted: String(naming.fitted),
        ...(event.first > tools[naming.tool]!.valid.until
          ? { tool_note: 'build older than the relation’s end' }
          : {}),
      };
      this.#toolPackets[naming.tool]! += event.packets;
    }
    this.#write(event, rule);
  }

  /** One event for a flood at one service, whatever number of (mostly forged) sources it shows. */
  #emitFlood(members: readonly number[], rule: RuleId, service: string) {
    const flows = this.#flows;
    const event = this.#describe(members[0]!, rule, service);
    event.addresses.fill(0, 0, 16);
    event.sourcePort = kindSide(flows.kind[members[0]!]!) === side.source ? event.sourcePort : 0;
    event.packets = event.bytes = event.flags = 0;
    for (const index of members) {
      event.first = Math.min(event.first, flows.first[index]!);
      event.last = Math.max(event.last, flows.last[index]!);
      event.packets += flows.packets[index]!;
      event.bytes += flows.bytes[index]!;
      event.flags |= flows.flags[index]!;
    }
    event.labels = { sources: String(members.length) };
    this.#write(event, rule);
  }

  #write(event: FlowEvent, rule: RuleId) {
    this.#eventCount++;
    this.#classPackets[trafficClasses.indexOf(rules[rule].class)]! += event.packets;
    if (event.first < this.#first) this.#first = event.first;
    if (event.last > this.#last) this.#last = event.last;
    this.#events.add(event, (out, at) => this.#id(out, at, event.first, event.record));
  }

  async #send() {
    const block = this.#events.take(this.#options.clock());
    if (block) await this.#options.onBlock(block);
  }

  /** Sends what is finished, without closing the window (live captures call this after `flush`). */
  async sendPending(): Promise<void> {
    await this.#send();
  }

  /** Flushes the last window and the last block. */
  async end(): Promise<TelescopeTotals> {
    await this.flush();
    await this.#send();
    return this.totals();
  }

  totals(): TelescopeTotals {
    const classes: Partial<Record<TrafficClass, number>> = {};
    for (const [index, name] of trafficClasses.entries())
      if (this.#classPackets[index]! > 0) classes[name] = this.#classPackets[index]!;
    const fingerprints: Record<string, number> = {};
    for (const [index, tool] of tools.entries())
      if (this.#toolPackets[index]! > 0) fingerprints[tool.id] = this.#toolPackets[index]!;
    return {
      events: this.#eventCount,
      classes,
      fingerprints,
      firstEvent: Number.isFinite(this.#first) ? Math.floor(this.#first) : 0,
      lastEvent: Math.floor(this.#last),
      windows: this.#windows,
    };
  }
}
