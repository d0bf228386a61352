import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { Engine } from '../../database/engine.js';
import { HealthService } from '../../health/health.service.js';
import { StreamTurns } from '../../http/answer/stream-turns.js';
import { Traffic } from '../../http/middleware/traffic.js';
import { Passwords } from '../../users/passwords/passwords.js';
import { version } from '../banner.js';
import type { ExpressAdapter } from '../express.adapter.js';
import { managementServer } from './listener.js';
import { addProcessSeries } from './process-series.js';
import { addGauges } from './read-series.js';
import { addToldSeries } from './told-series.js';

/** The server of the management port: the probes of an application, and its metrics from now on. It does not listen yet. */
export function manage(app: INestApplication): Server {
  const registry = new Registry();
  const engine = app.get(Engine);
  addToldSeries(registry);
  addGauges(registry, [...gaugesOf(app), ...gaugesOfPool(engine)]);
  addProcessSeries(registry);
  new Gauge({
    name: 'todo_build_info',
    help: 'The release, the Node that runs it, and the engine; always 1.',
    labelNames: ['version', 'node', 'engine'],
    registers: [registry],
  }).set({ version: version(), node: process.version, engine: engine.kind }, 1);
  return managementServer({
    ready: () => app.get(HealthService).ready(),
    metrics: () => registry.metrics(),
    contentType: registry.contentType,
  });
}

function gaugesOf(app: INestApplication) {
  const { connections } = app.getHttpAdapter() as ExpressAdapter;
  const [traffic, streams, passwords] = [app.get(Traffic), app.get(StreamTurns), app.get(Passwords)];
  return [
    {
      name: 'todo_http_requests_in_flight',
      help: 'Requests that are not fully answered yet.',
      value: () => traffic.inFlight,
    },
    { name: 'todo_http_streams', help: 'Long lists that are being sent.', value: () => streams.count },
    { name: 'todo_http_connections', help: 'Open connections.', value: () => connections.count },
    { name: 'todo_http_connections_limit', help: 'The most connections.', value: () => connections.most },
    { name: 'todo_hashing_queue', help: 'Passwords that wait for a thread.', value: () => passwords.waiting },
  ];
}

function gaugesOfPool({ pool }: Engine) {
  if (!pool) return [];
  return [
    {
      name: 'todo_database_connections_limit',
      help: 'The most connections to a MongoDB server.',
      value: () => pool.most,
    },
    {
      name: 'todo_database_connections_in_use',
      help: 'Connections to MongoDB that an operation uses.',
      value: () => pool.inUse,
    },
    { name: 'todo_database_queue', help: 'Operations that wait for a connection.', value: () => pool.waiting },
  ];
}
