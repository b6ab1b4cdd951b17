// Widths a histogram's buckets may have.
import { day, hour, minute, second } from '#model/time.ts';

const widths = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 7].map(count => count * day),
];

/** The smallest width, ms, at which a range takes no more than so many buckets. */
export const bucketWidth = (range: number, buckets: number): number =>
  widths.find(width => range / width <= buckets) ?? Math.ceil(range / buckets / day) * day;
