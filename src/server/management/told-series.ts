import { Counter, type Registry } from 'prom-client';
import { SECURITY_EVENTS } from '../../http/security/security-events.js';
import {
  databaseOperation,
  hashed,
  REFUSAL_REASONS,
  refused,
  requestEnded,
  securityEvent,
  waited,
} from '../../observations.js';
import { Durations } from './durations.js';

const OF_REQUESTS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const OF_OPERATIONS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** A client may send any method that Node knows. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS']);

/** Adds the series of what the application tells. No label has a value that comes from a client. */
export function addToldSeries(registry: Registry): void {
  observeRequests(registry);
  observeTurns(registry);
  observeDatabase(registry);
  countRefusals(registry);
  countSecurityEvents(registry);
}

function observeRequests(registry: Registry): void {
  const durations = new Durations(registry, {
    name: 'todo_http_request_duration_seconds',
    help: 'Requests, from the head until the answer is sent or cut.',
    labelNames: ['route', 'method', 'status'],
    buckets: OF_REQUESTS,
  });
  requestEnded.listen(({ route = 'none', method, status, ms }) => {
    durations.observe(ms, { route, method: METHODS.has(method) ? method : 'other', status: classOf(status) });
  });
}

const classOf = (status: number | undefined) => (status === undefined ? 'none' : `${Math.floor(status / 100)}xx`);

function observeTurns(registry: Registry): void {
  const waits = new Durations(registry, {
    name: 'todo_waiting_seconds',
    help: 'Waits for a thread that hashes passwords, and waits to make a part of a list.',
    labelNames: ['turn'],
    buckets: OF_OPERATIONS,
  });
  const hashes = new Durations(registry, {
    name: 'todo_hashing_duration_seconds',
    help: 'Passwords that were hashed or compared, without the wait for a thread.',
    labelNames: ['task'],
    buckets: OF_REQUESTS,
  });
  for (const turn of ['hashing', 'lists']) waits.zero({ turn });
  for (const task of ['hash', 'compare']) hashes.zero({ task });
  waited.listen(({ turn, ms }) => {
    waits.observe(ms, { turn });
  });
  hashed.listen(({ task, ms }) => {
    hashes.observe(ms, { task });
  });
}

function observeDatabase(registry: Registry): void {
  const durations = new Durations(registry, {
    name: 'todo_database_operation_duration_seconds',
    help: 'Operations of the database, with the wait for a connection or for the common transaction.',
    labelNames: ['kind', 'outcome'],
    buckets: OF_OPERATIONS,
  });
  for (const kind of ['read', 'write', 'ping'])
    for (const outcome of ['done', 'unavailable']) durations.zero({ kind, outcome });
  databaseOperation.listen(({ kind, outcome, ms }) => {
    durations.observe(ms, { kind, outcome });
  });
}

function countRefusals(registry: Registry): void {
  const counter = new Counter({
    name: 'todo_refusals_total',
    help: 'Requests and connections that were refused or cut off, by the reason and the limit that was reached.',
    labelNames: ['reason', 'limit'],
    registers: [registry],
  });
  for (const reason of REFUSAL_REASONS) if (reason !== 'limit') counter.inc({ reason, limit: '' }, 0);
  refused.listen(({ reason, limit = '' }) => {
    counter.inc({ reason, limit });
  });
}

function countSecurityEvents(registry: Registry): void {
  const counter = new Counter({
    name: 'todo_security_events_total',
    help: 'Security events, such as sign-ins and sign-outs, by their name.',
    labelNames: ['event'],
    registers: [registry],
  });
  for (const event of SECURITY_EVENTS) counter.inc({ event }, 0);
  securityEvent.listen(({ event }) => {
    counter.inc({ event });
  });
}
