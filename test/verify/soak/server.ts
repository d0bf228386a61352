// The server with a channel on which its memory can be asked for, after a collection: `node --expose-gc server.ts`.
// With LEAK set it keeps a part of every request, so that the proof can be seen to fail.
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { built } from '../../support/built.ts';

const leaked: unknown[] = [];
if (process.env.LEAK !== undefined) {
  const listen = Object.getPrototypeOf(createServer()) as { emit: (event: string, ...rest: unknown[]) => boolean };
  const { emit } = listen;
  listen.emit = function (this: unknown, event: string, ...rest: unknown[]) {
    if (event === 'request')
      leaked.push({ ...(rest[0] as IncomingMessage).headers, kept: `${leaked.length}`.padEnd(50) });
    return emit.call(this, event, ...rest);
  };
}

process.on('message', () => {
  (globalThis.gc as () => void)();
  process.send?.({ heap: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo().length });
});

await built('main.js');
