import type { Soak } from '../run.ts';
export const fuzzRuns: readonly Soak[] = [];
