import type { Span } from '../../support/otlp.ts';
import { type Recorded, SECRETS, TRACEPARENT } from './use.ts';

interface Line {
  trace_id?: string;
  method?: string;
  route?: string;
  status?: number;
}

/** Every span that a request of the proof must have below it, by the name of the request. */
const expected = (engine: string): Record<string, string[]> => ({
  'POST /api/register': ['UserRepository.add', `${engine} write`, 'password: hash'],
  'POST /api/login': ['UserRepository.findByEmail', 'SessionRepository.add', `${engine} read`, 'password: compare'],
  'POST /api/todo': ['SessionRepository.has', 'TodoRepository.add', `${engine} read`, `${engine} write`],
  'GET /api/todo': ['SessionRepository.has', 'TodoRepository.page', `${engine} read`],
  'PATCH /api/todo/:todo_id/:status': ['SessionRepository.has', 'TodoRepository.change', `${engine} write`],
  GET: [],
});

const attribute = ({ attributes }: Span, name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? value?.intValue;
};

/** The faults of what a run with a tracer has left, one line each. */
export function faultsOf({ receiver, stdout, code }: Recorded, engine: string): string[] {
  const requests = receiver.spans.filter(({ kind }) => kind === 2);
  const lines = stdout.split('\n').flatMap((line) => (line.includes('"status":') ? [JSON.parse(line) as Line] : []));
  return [
    ...(code === 0 ? [] : [`the server ended with ${code}`]),
    ...faultsOfNames(receiver.spans, requests, engine),
    ...faultsOfLines(lines, requests),
    ...faultsOfParents(receiver.spans, requests),
    ...SECRETS.flatMap((secret) => (receiver.text.includes(secret) ? [`the spans hold ${secret}`] : [])),
  ];
}

function faultsOfNames(spans: readonly Span[], requests: readonly Span[], engine: string): string[] {
  const names = expected(engine);
  const unknown = [...new Set(requests.map(({ name }) => name))].filter((name) => !(name in names));
  return [
    ...unknown.map((name) => `there is a request ${name}`),
    ...Object.entries(names).flatMap(([name, below]) => {
      const traces = new Set(requests.filter((span) => span.name === name).map(({ traceId }) => traceId));
      const found = new Set(spans.filter(({ traceId }) => traces.has(traceId)).map((span) => span.name));
      return traces.size === 0
        ? [`there is no request ${name}`]
        : below.filter((one) => !found.has(one)).map((one) => `${name} has no ${one}`);
    }),
  ];
}

/** Each line of the log has a span with its trace, its route and its status, and each such span has a line. */
function faultsOfLines(lines: readonly Line[], requests: readonly Span[]): string[] {
  const byTrace = new Map(requests.map((span) => [span.traceId, span]));
  return [
    ...(lines.length === requests.length ? [] : [`${lines.length} lines, and ${requests.length} spans of requests`]),
    ...lines.flatMap(({ trace_id, method, route, status }) => {
      const span = byTrace.get(trace_id ?? '');
      const is =
        span && attribute(span, 'http.route') === route && Number(attribute(span, 'http.response.status_code'));
      return is === status ? [] : [`the line of ${method} ${route} has no span: its trace is ${trace_id}`];
    }),
  ];
}

/** Each span but those of requests has its parent in its trace, and the trace that a client began goes on. */
function faultsOfParents(spans: readonly Span[], requests: readonly Span[]): string[] {
  const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
  const orphans = spans.filter((span) => span.kind !== 2 && !ids.has(`${span.traceId} ${span.parentSpanId}`));
  const engines = spans.filter(({ name }) => / (read|write)$/.test(name)).length;
  const continued = requests.find(({ traceId }) => traceId === TRACEPARENT.trace);
  return [
    ...orphans.map(({ name }) => `${name} has no parent`),
    ...(engines > requests.length ? [] : [`${engines} calls of the engine, in ${requests.length} requests`]),
    ...(continued?.parentSpanId === TRACEPARENT.parent ? [] : ['the trace of a client does not go on']),
  ];
}
