// The server of `npm run verify -- stream`: the application as main.ts starts it, which prints a line `page` for every
// page that it reads from the engine. The page with the number FAIL_AT fails. At SIGUSR2 it prints the memory in use,
// garbage not counted.
import type { AddressInfo, Server } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import type { TodoRepository } from '../../../src/todo/repositories/todo.repository.ts';
import { built } from '../../support/built.ts';

await import('reflect-metadata');
const { NestFactory } = await import('@nestjs/core');
const { AppModule } = await built<{ AppModule: new () => unknown }>('app.module.js');
const { setup } = await built<{ setup: (app: INestApplication, log: Logger) => void }>('server/setup.js');
const { ExpressAdapter } = await built<{ ExpressAdapter: new () => never }>('server/express.adapter.js');
const { createLogger } = await built<{ createLogger: (level: string) => Promise<Logger> }>('server/logger.js');
const { TodoRepository: Todos } = await built<{ TodoRepository: abstract new () => TodoRepository }>(
  'todo/repositories/todo.repository.js',
);
const { collectGarbage } = await built<{ collectGarbage: () => void }>('server/memory.js');

const failAt = Number(process.env.FAIL_AT ?? Infinity);
const log = await createLogger('error');
const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false, bodyParser: false });
setup(app, log);

const todos = app.get<TodoRepository>(Todos);
const page = todos.page.bind(todos);
let pages = 0;
todos.page = async (viewer, query) => {
  pages++;
  process.stdout.write('page\n');
  if (pages === failAt) throw new Error('a failure of the test');
  return page(viewer, query);
};

await app.listen(Number(process.env.PORT));
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
collectGarbage();
console.log(JSON.stringify({ api: `http://localhost:${port}/api`, msg: 'listening' }));
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`live ${heapUsed + external}\n`);
});
process.on('SIGTERM', () => process.exit(0));
