import { StartError } from '../config/start-error.js';
import { receiveStopSignals } from './signals.js';

/** Does something, until a signal ends it. A fault is printed, in one message where the operator can mend it, and the exit code is then 1. */
export async function orFail(work: () => Promise<void>): Promise<void> {
  receiveStopSignals();
  try {
    await work();
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
}
