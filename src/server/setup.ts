import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { accessLog } from '../http/middleware/access-log.js';
import { crossOrigin } from '../http/middleware/cross-origin.js';
import { deadline } from '../http/middleware/deadline.js';
import { headers } from '../http/middleware/headers.js';
import { Traffic } from '../http/middleware/traffic.js';
import { Config } from '../config/config.js';

/** Longer than the 60 s after which the usual balancers let go of an idle connection, so that they do it and not we. */
const KEEP_ALIVE_MS = 72_000;

/** What cannot be a provider; the server and the tests both call it. */
export function setup(app: INestApplication, log: Logger): void {
  const config = app.get(Config);
  app.use(accessLog(log, app.get(Traffic)));
  app.use(headers(`/${config.API_PREFIX}/`));
  if (config.CORS_ORIGINS.length > 0) app.use(...crossOrigin(config.CORS_ORIGINS));
  app.use(deadline(config.REQUEST_TIMEOUT));
  app.setGlobalPrefix(config.API_PREFIX, { exclude: ['health/live', 'health/ready'] });
  const server = app.getHttpServer() as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // How long a client may take to send a request's head, and all of it; Node then answers 408 and closes.
  server.headersTimeout = config.REQUEST_TIMEOUT;
  server.requestTimeout = config.REQUEST_TIMEOUT;
}
