import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import { accessLog } from './common/http/access-log.js';
import { securityHeaders } from './common/http/headers.js';
import { Config } from './config/config.js';

/** What cannot be a provider; the server and the tests both call it. */
export function setup(app: INestApplication, log: Logger): void {
  const config = app.get(Config);
  app.use(accessLog(log, securityHeaders(), `/${config.API_PREFIX}/`));
  app.setGlobalPrefix(config.API_PREFIX, { exclude: ['health/live', 'health/ready'] });
}
