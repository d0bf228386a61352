import type { IncomingMessage } from 'node:http';
import { type RequestBegan, requestBegan } from '../../observations.js';

/** `traceparent` of W3C Trace Context: version, trace id, parent id, flags. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;

const ids = new WeakMap<IncomingMessage, string>();

/** Handles a request. If there is a tracer, that is done in its context, and the id of its trace is kept. */
export function traced(request: IncomingMessage, requestId: string, handle: () => void): void {
  if (!requestBegan.isHeard) {
    handle();
    return;
  }
  const began: RequestBegan = { request, requestId };
  requestBegan.around(began, () => {
    if (began.traceId !== undefined) ids.set(request, began.traceId);
    handle();
  });
}

/** The id of the trace that a request belongs to: that of the tracer, or that of a `traceparent` which is well formed. */
export function traceIdOf(request: IncomingMessage): string | undefined {
  const { traceparent } = request.headers;
  return ids.get(request) ?? (typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined);
}
