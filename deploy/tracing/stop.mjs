import { channel } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';

/** The end of the process waits so long for the last spans to be sent. */
const AT_MOST_MS = 2_000;

/** Calls `send` when the server has stopped, just before its process ends. */
export function untilStopped(send) {
  channel('todo:stopped').subscribe(({ unfinished }) => {
    unfinished.push(Promise.race([send(), sleep(AT_MOST_MS)]));
  });
}
