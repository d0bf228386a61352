import { constants } from 'node:os';

type StopSignal = 'SIGINT' | 'SIGTERM';

/** A terminal sends the SIGINT of Ctrl-C to this process, and npm passes it on to it again. */
const SAME_CTRL_C_MS = 1_000;

/**
 * Handles SIGTERM and SIGINT. The first of them calls `stop`. A SIGINT that comes a second or more after it calls
 * `endAtOnce`. Every other signal is ignored.
 */
export function stopper({ stop, endAtOnce }: { stop: () => void; endAtOnce: () => void }) {
  let stoppingSince: number | undefined;
  return (signal: StopSignal): void => {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now();
      stop();
    } else if (signal === 'SIGINT' && performance.now() - stoppingSince >= SAME_CTRL_C_MS) {
      endAtOnce();
    }
  };
}

/** Ends the process as the signal would. The first process of a container ignores every signal that it does not handle. */
let onStopSignal = (signal: StopSignal): void => process.exit(128 + constants.signals[signal]);

/** Handles SIGTERM and SIGINT from now on: each ends the process at once, until `obeyStopSignals` says otherwise. */
export function receiveStopSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => onStopSignal(signal));
}

/** Lets SIGTERM and SIGINT do something else from now on. */
export function obeyStopSignals(onSignal: (signal: StopSignal) => void): void {
  onStopSignal = onSignal;
}
