// Time is passed in: rooms take a Clock instead of reading the system's, so that a drill can script it.

/** Unix milliseconds now. */
export type Clock = () => number;

/** The machine's clock, for composition roots only. */
export const systemClock: Clock = () => Date.now();

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Earliest and latest event time the store keeps as given (DateTime64(3) limits): 1900-01-01 and 2299-12-31. */
export const earliestTime = Date.UTC(1900, 0, 1);
export const latestTime = Date.UTC(2299, 11, 31);
