import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { AnswerMemory } from '../http/answer/answer-memory.js';
import { accessLog } from '../http/middleware/access-log.js';
import { crossOrigin, originHeaders } from '../http/middleware/cross-origin.js';
import { deadline } from '../http/middleware/deadline.js';
import { headers, securityHeaders } from '../http/middleware/headers.js';
import { inOne } from '../http/middleware/in-one.js';
import { slowRequest } from '../http/middleware/slow-request.js';
import { Traffic } from '../http/middleware/traffic.js';
import { validHead } from '../http/middleware/valid-head.js';
import { Config } from '../config/config.js';
import { Engine } from '../database/engine.js';
import { connectionsByDescriptors } from './descriptors.js';
import { callDirectly } from './direct-results.js';
import type { ExpressAdapter } from './express.adapter.js';

/** Longer than the 60 s after which common load balancers close an idle connection, so that they close it and not we. */
const KEEP_ALIVE_MS = 72_000;

/** While there is an overload, a request may wait for this part of `REQUEST_TIMEOUT`. */
const QUEUE_PART = 1 / 20;

/** Sets up the parts of the application that cannot be providers. The server and the tests both call it. */
export function setup(app: INestApplication, log: Logger): void {
  callDirectly();
  const config = app.get(Config);
  const memory = app.get(AnswerMemory);
  const engine = app.get(Engine);
  const security = securityHeaders();
  const middleware = inOne(
    headers(security, `/${config.API_PREFIX}/`),
    accessLog(log, app.get(Traffic)),
    slowRequest(log, config.SLOW_REQUEST),
    crossOrigin(config.CORS_ORIGINS, log),
    validHead,
    deadline(config.REQUEST_TIMEOUT),
  );
  app.use(middleware);
  app.setGlobalPrefix(config.API_PREFIX, { exclude: ['health/live', 'health/ready'] });
  const server = app.getHttpServer() as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // A client has this long to send the head of a request, and all of it; Node then answers 408 and closes the connection.
  server.headersTimeout = config.REQUEST_TIMEOUT;
  server.requestTimeout = config.REQUEST_TIMEOUT;
  const adapter = app.getHttpAdapter() as ExpressAdapter;
  adapter.overload.limit({
    queueMs: config.REQUEST_TIMEOUT * QUEUE_PART,
    isCrowded: () => engine.isCrowded,
    log,
    headers: Object.fromEntries(security),
    crossOrigin: (origin) => originHeaders(config.CORS_ORIGINS, origin),
  });
  adapter.connections.limit(server, {
    most: Math.min(config.MAX_CONNECTIONS, connectionsByDescriptors() ?? config.MAX_CONNECTIONS),
    slowMs: config.SLOW_CLIENT_TIMEOUT,
    memory: config.ANSWER_MEMORY,
    isMemoryFull: () => memory.isFull,
  });
}
