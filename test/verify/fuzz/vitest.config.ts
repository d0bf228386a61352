import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/verify/fuzz/fuzz.spec.ts'], testTimeout: 1_200_000, hookTimeout: 300_000 },
});
