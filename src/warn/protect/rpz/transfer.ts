// Zone transfers as streams of messages: AXFR (RFC 5936) and condensed IXFR (RFC 1995), sized to stay small in memory.
import { rrClass, rrType } from '../dns/constants.ts';
import { Writer } from '../dns/message.ts';
import { nameWire } from '../dns/name.ts';
import type { RecordChange } from './journal.ts';
import { actionTarget } from './rules.ts';
import type { Zone, ZoneSnapshot } from './zone.ts';

/** What the zone says of itself. Short times: clients should ask again soon after an entry is taken off. */
export interface ZoneShape {
  warningHost: Uint8Array;
  primaryName: Uint8Array;
  /** Seconds: TTL of every record, and how often a secondary asks by itself should a NOTIFY be lost. */
  ttl: number;
  refresh: number;
}

export interface TransferRecord {
  /** Labels relative to the zone, without final zero; empty for the apex. */
  labels: Uint8Array;
  type: number;
  rdata: Uint8Array;
}

const apex = new Uint8Array();

export function soaRdata(shape: ZoneShape, serial: number): Uint8Array {
  const out = new Writer(96).bytes(shape.primaryName).bytes(nameWire('hostmaster.invalid'));
  return out
    .u32(serial)
    .u32(shape.refresh)
    .u32(Math.max(1, Math.floor(shape.refresh / 3)))
    .u32(30 * 86_400)
    .u32(shape.ttl)
    .done();
}

const soa = (shape: ZoneShape, serial: number): TransferRecord => ({
  labels: apex,
  type: rrType.SOA,
  rdata: soaRdata(shape, serial),
});

/** All records of a zone at one serial, SOA first and last. */
export function* axfrRecords(snapshot: ZoneSnapshot, shape: ZoneShape): Generator<TransferRecord> {
  yield soa(shape, snapshot.serial);
  yield { labels: apex, type: rrType.NS, rdata: shape.primaryName };
  const targets = [1, 2, 3].map(code => actionTarget(code, shape.warningHost));
  for (const { labels, code } of snapshot.owners())
    yield { labels, type: rrType.CNAME, rdata: targets[code - 1]! };
  yield soa(shape, snapshot.serial);
}

/** Net changes from a serial to the zone's present one as a single difference. */
export function* ixfrRecords(
  serials: { from: number; to: number },
  changes: readonly RecordChange[],
  shape: ZoneShape,
): Generator<TransferRecord> {
  const record = (change: RecordChange, code: number): TransferRecord => ({
    labels: nameWire(change.owner).subarray(0, -1),
    type: rrType.CNAME,
    rdata: actionTarget(code, shape.warningHost),
  });
  yield soa(shape, serials.to);
  yield soa(shape, serials.from);
  for (const change of changes) if (change.before) yield record(change, change.before);
  yield soa(shape, serials.to);
  for (const change of changes) if (change.after) yield record(change, change.after);
  yield soa(shape, serials.to);
}

/** Packs records into messages of about `size` bytes; owners end in a pointer to the zone's name. */
export function* pack(
  records: Iterable<TransferRecord>,
  zone: Pick<Zone, 'wire'>,
  head: { id: number; flags: number; type: number },
  ttl: number,
  size = 16_384,
): Generator<Buffer> {
  let out = new Writer(size + 1_024);
  let count = 0;
  let first = true;
  let zoneAt = 0;
  const begin = (): void => {
    out = new Writer(size + 1_024);
    count = 0;
    zoneAt = 0;
    out.header(head.id, head.flags, [first ? 1 : 0, 0, 0, 0]);
    if (first) {
      zoneAt = out.length;
      out.question({ name: zone.wire, type: head.type, class: rrClass.IN });
    }
    first = false;
  };
  begin();
  for (const { labels, type, rdata } of records) {
    out.bytes(labels);
    if (zoneAt === 0) {
      zoneAt = out.length;
      out.bytes(zone.wire);
    } else out.u16(0xc000 | zoneAt);
    out.u16(type).u16(rrClass.IN).u32(ttl).u16(rdata.length).bytes(rdata);
    count += 1;
    if (out.length < size) continue;
    yield out.patch16(6, count).done();
    begin();
  }
  if (count > 0) yield out.patch16(6, count).done();
}
