import { afterAll, vi } from 'vitest';

/** Spec files share a process and its modules, so each one leaves the environment, the clock and all methods as they were. */
const before = { ...process.env };

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});
