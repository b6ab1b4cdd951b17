// Postfix's long queue ids: a message's id tells when it arrived, and never repeats.
import type { SimTime } from '../../world/entities.ts';

const digits = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';

const inBase = (value: number, base: number, width: number): string => {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / base)) text = digits[rest % base] + text;
  return text.padStart(width, '0');
};

/**
 * Queue id of a message that arrived at a time and got an inode (enable_long_queue_ids): seconds (six digits or more) and
 * microseconds (four) in base 52, `z`, inode in base 51.
 */
export const queueId = (at: SimTime, inode: number): string =>
  `${inBase(Math.floor(at / 1000), 52, 6)}${inBase(Math.floor((at % 1000) * 1000), 52, 4)}z${inBase(inode, 51, 1)}`;
