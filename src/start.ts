import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { setup } from './app.setup.js';
import { ExpressAdapter } from './common/http/express.adapter.js';
import { createLogger, NestLogger } from './common/logging/logger.js';
import { loadConfig } from './config/load-config.js';
import { StartError } from './config/start-error.js';
import { Engine } from './database/engine.js';

/** Creates, configures and starts the server, which SIGTERM or SIGINT ends. */
async function serve(): Promise<void> {
  const config = loadConfig();
  const log = createLogger(config.LOG_LEVEL);
  const logger = new NestLogger(log);
  const app = await NestFactory.create(AppModule, new ExpressAdapter(), {
    logger,
    abortOnError: false,
    bodyParser: false,
  });
  setup(app, log);
  await app.listen(config.PORT).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(`Port ${config.PORT} cannot be used (${error.code}); set PORT to another one`);
  });
  const { port } = app.getHttpServer().address() as { port: number };
  log.info({ api: `http://localhost:${port}/${config.API_PREFIX}`, data: app.get(Engine).location }, 'listening');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void app.close().then(() => log.flush(() => process.exit(0))));
  }
}

/** Runs the server; where it cannot start, says why in one message and exits with 1. */
export async function start(): Promise<void> {
  try {
    await serve();
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
