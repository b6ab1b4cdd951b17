// ZIP archives (PKWARE APPNOTE 6.3.10, without ZIP64): office documents are such, and bundles of reports.
import { crc32, deflateRawSync } from 'node:zlib';
import type { SimTime } from '../../world/entities.ts';

export interface Entry {
  name: string;
  data: Uint8Array;
  /** As it is, without compression: what must keep its size. */
  stored?: boolean;
}

/** UTF-8 names. */
const flags = 0x0800;

/** Date and time as DOS has them, in local time, two seconds fine. */
function dosTime(at: SimTime, offset: number): { date: number; time: number } {
  const local = new Date(at + offset * 60_000);
  return {
    date:
      (Math.max(0, local.getUTCFullYear() - 1980) << 9) |
      ((local.getUTCMonth() + 1) << 5) |
      local.getUTCDate(),
    time: (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1),
  };
}

/** An archive of the entries; `at` is their time, `offset` the minutes of local time east of UTC. */
export function zip(entries: readonly Entry[], at: SimTime, offset = 540): Buffer {
  const { date, time } = dosTime(at, offset);
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let position = 0;
  for (const { name, data, stored = false } of entries) {
    const file = Buffer.from(name);
    const packed = stored ? Buffer.from(data) : deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(file.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(position, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, file]));
    parts.push(local);
    position += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(position, 16);
  return Buffer.concat([...parts, index, end]);
}
