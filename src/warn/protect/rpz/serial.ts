// Zone serial numbers: 32 bits that wrap (RFC 1982).

/** Whether serial `a` is newer than `b`. Exactly half the circle apart is undefined there; here: not newer. */
export const serialNewer = (a: number, b: number): boolean => a !== b && (a - b) >>> 0 < 0x80000000;

/**
 * The serial after `current`. It follows the clock (Unix seconds) when that is ahead, so that a primary whose disk was
 * lost still publishes serials newer than those its secondaries hold.
 */
export function nextSerial(current: number, unixSeconds: number): number {
  const next = (current + 1) >>> 0 || 1;
  const clock = unixSeconds >>> 0;
  return serialNewer(clock, next) ? clock : next;
}
