import { channel, tracingChannel } from 'node:diagnostics_channel';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { active } from './context.mjs';

const tracer = trace.getTracer('todo-api');

/** Waits that are shorter are no news. */
const LEAST_WAIT_MS = 1;

/** The errors that are answers, and no failures. */
const EXPECTED = new Set(['Duplicate']);

/** Makes a span of each request, whose name is the pattern of its route. Probes have none. */
export function traceRequests() {
  const spans = new WeakMap();
  channel('todo:request-began').bindStore(active, (began) => {
    const { request, requestId } = began;
    if (request.url.startsWith('/health/')) return ROOT_CONTEXT;
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const attributes = { 'http.request.method': request.method, 'todo.request_id': requestId };
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER, attributes }, parent);
    spans.set(request, span);
    if (trace.isSpanContextValid(span.spanContext())) began.traceId = span.spanContext().traceId;
    return trace.setSpan(parent, span);
  });
  channel('todo:request-ended').subscribe(({ request, method, route, status }) => {
    const span = spans.get(request);
    if (span === undefined) return;
    if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
    if (status === undefined) span.setAttribute('error.type', 'cut');
    else span.setAttribute('http.response.status_code', status);
    if (status >= 500) fail(span, String(status));
    span.end();
  });
}

/** Makes spans of the calls of repositories, and below them of what the engine does for each. */
export function traceCalls() {
  traceChannel('todo:repository-call', ({ repository, method }) => ({
    name: `${repository}.${method}`,
    kind: SpanKind.INTERNAL,
  }));
  traceChannel('todo:engine-call', ({ engine, kind }) => ({
    name: `${engine} ${kind}`,
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': engine, 'db.operation.name': kind },
  }));
}

/** Makes spans of what has taken a request long, and is known when it is over. */
export function traceWaits() {
  channel('todo:waited').subscribe(({ turn, ms }) => {
    if (ms >= LEAST_WAIT_MS) spanOfPast(`wait: ${turn}`, ms);
  });
  channel('todo:hashed').subscribe(({ task, ms }) => spanOfPast(`password: ${task}`, ms));
}

/** What no request has asked for, such as the removal of expired rows, has no span. */
const isTraced = () => trace.getActiveSpan() !== undefined;

function spanOfPast(name, ms) {
  if (!isTraced()) return;
  const now = Date.now();
  tracer.startSpan(name, { startTime: now - ms }).end(now);
}

/** Makes a span of each message of a tracing channel, from its start until its promise is settled. */
function traceChannel(name, describe) {
  const calls = tracingChannel(name);
  const spans = new WeakMap();
  calls.start.bindStore(active, (call) => {
    if (!isTraced()) return context.active();
    const { name, ...options } = describe(call);
    const span = tracer.startSpan(name, options);
    spans.set(call, span);
    return trace.setSpan(context.active(), span);
  });
  const end = (call) => spans.get(call)?.end();
  calls.asyncEnd.subscribe(end);
  // A call that throws before it returns a promise has no other end.
  calls.end.subscribe((call) => call.error && end(call));
  calls.error.subscribe((call) => {
    const { name: type } = call.error.constructor;
    const span = spans.get(call);
    if (span && !EXPECTED.has(type)) fail(span, type);
  });
}

/** Marks a span as failed. The messages of errors are in the log alone: they may hold what a client sent. */
function fail(span, type) {
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
}
