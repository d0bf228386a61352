// `npm run admin`: runs one command of an operator. While a server uses the data folder, that server runs it. Otherwise this
// process does, with all modules of the server and without its listener.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, serverAt } from './admin/socket/call.js';
import { socketPath } from './admin/socket/messages.js';
import { type Caller, run } from './admin/terminal/run.js';
import type { Config } from './config/config.js';
import { loadConfig } from './config/load-config.js';
import { FolderInUse, StartError } from './config/start-error.js';
import { orFail } from './server/or-fail.js';

/** How long a folder may be in use while no server listens in it, as when one starts or stops, or as another command runs. */
const PATIENCE_MS = 10_000;
const BETWEEN_TRIES_MS = 100;

/** Runs commands in this process, which locks the data folder meanwhile. Its log goes to the standard error. */
const here = ({ LOG_LEVEL }: Config): Caller =>
  async function* (request) {
    const [{ NestFactory }, { AppModule }, { AdminService }, { createLogger }, { NestLogger }] = await Promise.all([
      import('@nestjs/core'),
      import('./app.module.js'),
      import('./admin/admin.service.js'),
      import('./server/logger.js'),
      import('./server/nest-logger.js'),
    ]);
    const logger = new NestLogger(await createLogger(LOG_LEVEL, process.stderr.fd));
    const app = await NestFactory.createApplicationContext(AppModule, { logger, abortOnError: false });
    try {
      yield* app.get(AdminService).run(request);
    } finally {
      await app.close();
    }
  };

/** Has the server run commands that uses the data folder; if there is none, runs them in this process. */
const embedded = (config: Config): Caller =>
  async function* (request) {
    const path = socketPath(config.dataDir);
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const server = await serverAt(path);
      try {
        yield* server ? call(server, request) : here(config)(request);
        return;
      } catch (error) {
        if (!(error instanceof FolderInUse)) throw error;
        if (Date.now() > deadline) throw new StartError(`${error.message}, and that process takes no commands`);
      }
      await sleep(BETWEEN_TRIES_MS);
    }
  };

// The reader of the output may have seen enough.
process.stdout.on('error', () => process.exit(1));
await orFail(async () => {
  process.exitCode = await run(process.argv.slice(2), (request) => {
    const config = loadConfig();
    return (config.engine === 'sqlite' ? embedded : here)(config)(request);
  });
});
