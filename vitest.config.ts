import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/bench/*.test.mjs'],
    exclude: ['test/bench/{data,out,peers}/**', '**/node_modules/**'],
    pool: 'forks',
    maxWorkers: '100%', // the default leaves one core idle, which is half of two
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
});
