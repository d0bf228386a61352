import { vi } from 'vitest';
import { Engine } from '../../src/database/engine.js';
import type { TestApp } from './app.js';

/** The methods by which the adapters of both engines reach the database. */
const WAYS = ['read', 'write', 'writeAll', 'run'] as const;
type Reach = Partial<Record<(typeof WAYS)[number], (work: never) => Promise<unknown>>>;

/**
 * Counts the operations that reach the database, and fails the one with a number.
 * @returns how many there have been so far
 */
export function failOperation(
  app: Pick<TestApp, 'get'>,
  { at, error }: { at?: number; error?: Error } = {},
): () => number {
  const engine = app.get(Engine) as unknown as Reach;
  let count = 0;
  for (const way of WAYS) {
    const real = engine[way];
    if (!real) continue;
    vi.spyOn(engine as Required<Reach>, way).mockImplementation((work) => {
      count++;
      return count === at ? Promise.reject(error ?? new Error('no error was given')) : real.call(engine, work);
    });
  }
  return () => count;
}
