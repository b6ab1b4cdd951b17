import type { Soak } from '../run.ts';
export const reflectionRuns: readonly Soak[] = [];
