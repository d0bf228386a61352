import { StartError } from '../config/start-error.js';

/** Does something. A fault is printed, in one message where the operator can mend it, and the exit code is then 1. */
export async function orFail(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
}
