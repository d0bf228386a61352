/** A terminal sends the SIGINT of Ctrl-C to this process, and npm passes it on to it again. */
const SAME_CTRL_C_MS = 1_000;

/**
 * Handles SIGTERM and SIGINT. The first of them calls `stop`. A SIGINT that comes a second or more after it calls
 * `endAtOnce`. Every other signal is ignored.
 */
export function stopper({ stop, endAtOnce }: { stop: () => void; endAtOnce: () => void }) {
  let stoppingSince: number | undefined;
  return (signal: NodeJS.Signals): void => {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now();
      stop();
    } else if (signal === 'SIGINT' && performance.now() - stoppingSince >= SAME_CTRL_C_MS) {
      endAtOnce();
    }
  };
}
