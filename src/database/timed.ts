import { Duplicate, Unavailable } from '../errors.js';
import { databaseOperation, type DatabaseOperation, engineCall, stepBegan } from '../observations.js';
import type { Engine } from './engine.js';

type Kind = DatabaseOperation['kind'];
type Outcome = DatabaseOperation['outcome'];

/** Runs an operation that throws the ports' errors, and tells how long it took and how it ended. */
export function timed<T>(engine: Engine, kind: Kind, operation: () => Promise<T>): Promise<T> {
  if (!engineCall.hasSubscribers) return measured(engine, kind, operation);
  return engineCall.tracePromise(() => measured(engine, kind, operation), { engine: engine.kind, kind });
}

/** Does the same for an operation that is done when it returns, with one promise in place of four. */
export function timedNow<T>(engine: Engine, kind: Kind, operation: () => T): Promise<T> {
  // Tracers listen for the end of a promise.
  if (engineCall.hasSubscribers) return timed(engine, kind, async () => operation());
  return new Promise((resolve) => resolve(measuredNow(engine, kind, operation)));
}

async function measured<T>(engine: Engine, kind: Kind, operation: () => Promise<T>): Promise<T> {
  const tell = beginning(kind);
  try {
    const result = await operation();
    end(engine, 'done', tell);
    return result;
  } catch (error) {
    end(engine, outcomeOf(error), tell);
    throw error;
  }
}

function measuredNow<T>(engine: Engine, kind: Kind, operation: () => T): T {
  const tell = beginning(kind);
  try {
    const result = operation();
    end(engine, 'done', tell);
    return result;
  } catch (error) {
    end(engine, outcomeOf(error), tell);
    throw error;
  }
}

/** @returns a function that tells the end of the operation; undefined when nobody listens */
function beginning(kind: Kind): ((outcome: Outcome) => void) | undefined {
  if (!databaseOperation.isHeard) return undefined;
  stepBegan.tell({ step: 'database' });
  const start = performance.now();
  return (outcome) => databaseOperation.tell({ kind, outcome, ms: performance.now() - start });
}

/** Counts an answer of the engine, and tells the end of the operation. */
function end(engine: Engine, outcome: Outcome, tell?: (outcome: Outcome) => void): void {
  if (outcome !== 'unavailable') engine.answers++;
  tell?.(outcome);
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Duplicate) return 'duplicate';
  return error instanceof Unavailable ? 'unavailable' : 'failed';
}
