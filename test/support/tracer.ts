// Loaded by `node --import` before the server: a tracer without any package, as small as one can be. It gives each request
// the trace id that counts them, and writes a line for each span when it ends: its path, from the request down.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Channel, channel, tracingChannel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

interface Began {
  request: IncomingMessage;
  traceId?: string;
}
interface Ended {
  request: IncomingMessage;
  route?: string;
}
interface Call {
  repository?: string;
  method?: string;
  engine?: string;
  kind?: string;
}

const active = new AsyncLocalStorage<string>();
const traces = new WeakMap<IncomingMessage, string>();
let count = 0;

const write = (span: string) => process.stdout.write(`${JSON.stringify({ span })}\n`);

(channel('todo:request-began') as Channel<string, Began>).bindStore(active, (began) => {
  began.traceId = String(++count).padStart(32, '0');
  traces.set(began.request, began.traceId);
  return began.traceId;
});
channel('todo:request-ended').subscribe((message) => {
  const { request, route = 'none' } = message as Ended;
  write(`${traces.get(request)} ${route}`);
});

for (const name of ['todo:repository-call', 'todo:engine-call']) {
  const calls = tracingChannel<string, Call>(name);
  const spans = new WeakMap<Call, string>();
  calls.start.bindStore(active, (call) => {
    const { repository, method, engine, kind } = call;
    const span = `${active.getStore()} > ${repository ?? engine}.${method ?? kind}`;
    spans.set(call, span);
    return span;
  });
  calls.asyncEnd.subscribe((call) => {
    const span = spans.get(call as Call);
    if (span !== undefined && !span.startsWith('undefined')) write(span);
  });
}
