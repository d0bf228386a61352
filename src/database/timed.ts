import { Duplicate, Unavailable } from '../errors.js';
import { databaseOperation, type DatabaseOperation, stepBegan } from '../observations.js';

/** Runs an operation that throws the ports' errors, and tells how long it took and how it ended. */
export function timedNow<T>(kind: DatabaseOperation['kind'], operation: () => T): T {
  if (!databaseOperation.isHeard) return operation();
  stepBegan.tell({ step: 'database' });
  const start = performance.now();
  let outcome: DatabaseOperation['outcome'] = 'done';
  try {
    return operation();
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    databaseOperation.tell({ kind, outcome, ms: performance.now() - start });
  }
}

/** Does the same for an operation that takes a while. */
export async function timed<T>(kind: DatabaseOperation['kind'], operation: () => Promise<T>): Promise<T> {
  if (!databaseOperation.isHeard) return operation();
  stepBegan.tell({ step: 'database' });
  const start = performance.now();
  let outcome: DatabaseOperation['outcome'] = 'done';
  try {
    return await operation();
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    databaseOperation.tell({ kind, outcome, ms: performance.now() - start });
  }
}

function outcomeOf(error: unknown): DatabaseOperation['outcome'] {
  if (error instanceof Duplicate) return 'duplicate';
  return error instanceof Unavailable ? 'unavailable' : 'failed';
}
