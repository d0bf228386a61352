import type { Logger } from 'pino';

/** How long a signal lasts. */
const FOR_MS = 10 * 60_000;

/** Whether a signal has come before there was a log. */
let isPending = false;
let onSignal = (): void => {
  isPending = true;
};

/** Receives SIGUSR2 from now on, which ends a process that does not. */
export function receiveDebugSignal(): void {
  process.on('SIGUSR2', () => {
    onSignal();
  });
}

/**
 * Lets each SIGUSR2, one that has come already as well, make the log write debug lines for ten minutes from then on. A log
 * that writes more than that stays as it is.
 */
export function debugOnSignal(log: Logger): void {
  const { level } = log;
  let timer: NodeJS.Timeout | undefined;
  onSignal = () => {
    clearTimeout(timer);
    if (!log.isLevelEnabled('debug')) log.level = 'debug';
    log.info({ minutes: FOR_MS / 60_000 }, 'SIGUSR2: debug lines are logged');
    timer = setTimeout(() => {
      log.info({ level }, 'the log has its level again');
      log.level = level;
    }, FOR_MS).unref();
  };
  if (isPending) onSignal();
}
