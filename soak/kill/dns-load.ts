// A resolver's clients and a secondary that looks at the serials: asks the forwarder for listed names, the primary for SOA.
import { rrType } from '#warn/protect/dns/constants.ts';
import { DnsClient } from '#warn/protect/peers/client.ts';
import { pause } from '../run.ts';
import type { ListLoad } from './list-load.ts';

export interface DnsLoad {
  /** Questions for listed names: answered as blocked; answered otherwise though listed long enough; not answered. */
  blocked(): number;
  passed: string[];
  unanswered(): number;
  serials(): number;
  /** Serials that went back. */
  backwards: string[];
  stop(): Promise<void>;
}

const zones = ['hot.rpz.hinomi', 'base.rpz.hinomi'];

/** Asks until stopped. `settledSince` tells since when server and DNS process have both been up. */
export async function startDnsLoad(
  ports: { resolver: number; rpz: number },
  lists: ListLoad,
  settledSince: () => number,
  random: () => number,
): Promise<DnsLoad> {
  const resolver = await DnsClient.open(ports.resolver);
  const primary = await DnsClient.open(ports.rpz);
  const last = new Map<string, number>();
  const passed: string[] = [];
  const backwards: string[] = [];
  let blocked = 0;
  let unanswered = 0;
  let serials = 0;
  let running = true;

  const askName = async (): Promise<void> => {
    const candidates = lists.listed.length;
    const entry = lists.listed[Math.floor(random() * candidates)];
    if (!entry?.active || entry.unsure) return;
    const asked = Date.now();
    const answer = await resolver.ask(entry.name, rrType.A, 1_000, true);
    if (!entry.active || entry.unsure) return;
    if (!answer) unanswered++;
    else if (answer.addresses.includes('127.0.0.1')) blocked++;
    else if (asked - Math.max(entry.at, settledSince()) > 10_000)
      passed.push(
        `${entry.name} answered with code ${answer.rcode} ${asked - entry.at} ms after it was listed`,
      );
  };
  const askSerial = async (zone: string): Promise<void> => {
    const answer = await primary.ask(zone, rrType.SOA, 1_000);
    const record = answer?.message.answers[0];
    if (!answer || !record) return;
    // The five numbers of an SOA are its last 20 bytes, the serial first.
    const serial = Buffer.from(record.rdata).readUInt32BE(record.rdata.length - 20);
    const before = last.get(zone) ?? serial;
    // RFC 1982: the difference, modulo 2³², is below 2³¹.
    if ((serial - before) >>> 0 > 0x7fffffff) backwards.push(`${zone}: ${before} → ${serial}`);
    last.set(zone, serial);
    serials++;
  };
  const loop = async (every: number, step: () => Promise<void>) => {
    while (running) {
      await step();
      await pause(every);
    }
  };
  const loops = [loop(30, askName), ...zones.map(zone => loop(100, () => askSerial(zone)))];
  return {
    blocked: () => blocked,
    passed,
    unanswered: () => unanswered,
    serials: () => serials,
    backwards,
    async stop() {
      running = false;
      await Promise.all(loops);
      resolver.close();
      primary.close();
    },
  };
}
