// Benchmarks of log reading.
import type { Bench } from '../main.ts';
import { logThroughput } from './throughput.ts';

export const benches: readonly Bench[] = [logThroughput];
