// Bytes of uploads held in memory by all visits of one honeypot together.

export interface HeldBytes {
  /** Takes `count` bytes (negative gives back); false, and nothing taken, when that would pass the limit. */
  take(count: number): boolean;
}

/** A budget of `limit` bytes for whoever shares it. */
export function createHeldBytes(limit = 128 * 2 ** 20): HeldBytes {
  let held = 0;
  return {
    take(count) {
      if (count > 0 && held + count > limit) return false;
      held = Math.max(0, held + count);
      return true;
    },
  };
}
