import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 20_000,
    // Two cores are what CI has; more workers only fight over them.
    maxWorkers: 2,
  },
});
