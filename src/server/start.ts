import 'reflect-metadata';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AdminSocket } from '../admin/socket/admin.socket.js';
import { AppModule } from '../app.module.js';
import { setup } from './setup.js';
import { announce } from './banner.js';
import { debugOnSignal } from './debug-signal.js';
import { ExpressAdapter } from './express.adapter.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';
import { collectGarbage } from './memory.js';
import { Config } from '../config/config.js';
import { StartError } from '../config/start-error.js';
import { Engine } from '../database/engine.js';
import { shutDown } from './shutdown.js';
import { obeyStopSignals, stopper } from './signals.js';

/** Nest keeps what it logs until there is a logger, whose level the configuration of the application says. */
const OPTIONS = { bufferLogs: true, autoFlushLogs: false, abortOnError: false, bodyParser: false };

/** Creates, configures and starts the server. A signal shuts it down from just before it listens; an earlier one ends it at once. @throws StartError */
async function serve(): Promise<void> {
  const app = await NestFactory.create(AppModule, new ExpressAdapter(), OPTIONS);
  const log = await createLogger(app.get(Config).LOG_LEVEL);
  debugOnSignal(log);
  app.useLogger(new NestLogger(log));
  app.flushLogs();
  setup(app, log);
  await app.init();
  stopOnSignals(app, log);
  const { PORT, API_PREFIX, DOCS_ENABLED } = app.get(Config);
  const metrics = await startManagement(app);
  const port = await listen(app.getHttpServer() as Server, 'PORT', PORT);
  await app.get(AdminSocket).listen();
  const api = `http://localhost:${port}/${API_PREFIX}`;
  announce(log, { api, docs: DOCS_ENABLED ? `${api}/docs` : undefined, metrics, data: app.get(Engine).location });
  log.flush();
}

/** Serves probes and metrics on a port of their own, if there is one. @returns where the metrics are */
async function startManagement(app: INestApplication): Promise<string | undefined> {
  const { METRICS_PORT } = app.get(Config);
  if (METRICS_PORT === undefined) return undefined;
  const { manage } = await import('./management/manage.js');
  return `http://localhost:${await listen(manage(app), 'METRICS_PORT', METRICS_PORT)}/metrics`;
}

/** Listens on the port of a setting; Nest's own `listen` would log a failure, too. @returns the port @throws StartError */
async function listen(server: Server, setting: 'PORT' | 'METRICS_PORT', port: number): Promise<number> {
  try {
    await once(server.listen(port), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`Port ${port} cannot be used (${code}); set ${setting} to another one`);
  }
  return (server.address() as AddressInfo).port;
}

/** Obeys SIGTERM and SIGINT: shuts the server down, or ends the process at once; `stopper` says which. */
function stopOnSignals(app: INestApplication, log: Logger): void {
  const onSignal = stopper({
    stop: () => void shutDown(app, log).then(() => log.flush(() => process.exit(0))),
    endAtOnce: () => process.exit(130),
  });
  obeyStopSignals(onSignal);
}

/** Runs the server. If it cannot start, prints one message that says why, and exits with 1. */
export async function start(): Promise<void> {
  try {
    await serve();
    collectGarbage();
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
