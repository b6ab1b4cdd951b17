// NOTIFY (RFC 1996): tells each secondary of a new serial, again until it answers, and measures what follows.
import { randomInt } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { flag, opcode, rrClass, rrType } from '../dns/constants.ts';
import { Writer } from '../dns/message.ts';
import { type TsigKey, TsigSigner } from '../dns/tsig.ts';
import { soaRdata, type ZoneShape } from './transfer.ts';
import type { Zone } from './zone.ts';

export interface Secondary {
  address: string;
  port: number;
  key?: TsigKey;
}

export interface NotifyState {
  secondary: Secondary;
  zone: string;
  /** Performance clock, ms, when the newest serial was first told; NaN before. */
  toldAt: number;
  serial: number;
  acknowledged: boolean;
}

const retryMs = [150, 500, 1_000, 2_000, 5_000, 15_000, 60_000];

export class Notifier {
  private readonly waiting = new Map<number, { state: NotifyState; timer: NodeJS.Timeout }>();
  private readonly states = new Map<string, NotifyState>();
  private readonly secondaries: readonly Secondary[];
  private readonly shape: ZoneShape;
  private readonly udp: Socket;
  private readonly now: () => number;
  private closed = false;

  /** @param now Unix seconds, for signatures. */
  constructor(secondaries: readonly Secondary[], shape: ZoneShape, udp: Socket, now: () => number) {
    this.secondaries = secondaries;
    this.shape = shape;
    this.udp = udp;
    this.now = now;
  }

  state(zone: string, secondary: Secondary): NotifyState | undefined {
    return this.states.get(`${zone} ${secondary.address} ${secondary.port}`);
  }

  /** Tells all secondaries of a zone's present serial. */
  tell(zone: Zone): void {
    for (const secondary of this.secondaries) {
      const state: NotifyState = {
        secondary,
        zone: zone.name,
        toldAt: performance.now(),
        serial: zone.serial,
        acknowledged: false,
      };
      this.states.set(`${zone.name} ${secondary.address} ${secondary.port}`, state);
      this.send(zone, state, 0);
    }
  }

  private send(zone: Zone, state: NotifyState, attempt: number): void {
    const { secondary } = state;
    const newest = this.state(zone.name, secondary);
    if (this.closed || newest !== state) return;
    let id = randomInt(65_536);
    while (this.waiting.has(id)) id = (id + 1) & 0xffff;
    const out = new Writer(256)
      .header(id, (opcode.NOTIFY << 11) | flag.AA, [1, 1, 0, 0])
      .question({ name: zone.wire, type: rrType.SOA, class: rrClass.IN })
      .record(zone.wire, rrType.SOA, rrClass.IN, this.shape.ttl, soaRdata(this.shape, state.serial));
    const plain = Buffer.from(out.done());
    const message = secondary.key ? new TsigSigner(secondary.key).sign(plain, this.now()) : plain;
    const delay = retryMs[attempt];
    const timer = setTimeout(() => {
      this.waiting.delete(id);
      if (delay !== undefined) this.send(zone, state, attempt + 1);
    }, delay ?? retryMs.at(-1)!);
    timer.unref();
    this.waiting.set(id, { state, timer });
    this.udp.send(message, secondary.port, secondary.address, () => undefined);
  }

  /** An answer came in. Only one from the secondary it was sent to counts. */
  answered(id: number, address: string, port: number): void {
    const found = this.waiting.get(id);
    if (!found || found.state.secondary.address !== address || found.state.secondary.port !== port) return;
    clearTimeout(found.timer);
    this.waiting.delete(id);
    found.state.acknowledged = true;
  }

  close(): void {
    this.closed = true;
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}
