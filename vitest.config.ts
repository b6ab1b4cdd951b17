// Test runner set-up: every test stands beside the code it tests.
import { defineConfig } from 'vitest/config';
import { closingLine } from './tools/closing-line.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tools/**/*.test.ts', 'e2e/**/*.test.ts', 'console/**/*.test.{ts,tsx}'],
    reporters: ['default', closingLine],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
