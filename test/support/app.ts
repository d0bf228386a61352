import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Abstract, INestApplication, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { AppModule } from '../../src/app.module.js';
import { setup } from '../../src/server/setup.js';
import { ExpressAdapter } from '../../src/server/express.adapter.js';
import { logOptions } from '../../src/server/logger.js';
import { NestLogger } from '../../src/server/nest-logger.js';
import { Config } from '../../src/config/config.js';
import { Api } from './api.js';

/** One line of the log; 20 is debug, 30 info, 40 warn, 50 error. */
export type LogLine = Record<string, unknown> & { level: number };

/** Environment variables. */
export type Env = Record<string, string>;

/** A running server, on a port of its own. */
export interface TestApp {
  url: string;
  api: Api;
  /** All lines logged so far, at every level. */
  log: LogLine[];
  get: <T>(token: Type<T> | Abstract<T>) => T;
  close: () => Promise<void>;
}

/** Starts the whole application as main.ts does, with `env` over the environment while it reads its configuration. */
export async function startApp(env: Env = {}): Promise<TestApp> {
  const lines: LogLine[] = [];
  const log = pino(logOptions('trace'), { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) });
  const app = await withEnv(env, () => create(new NestLogger(log)));
  setup(app, log);
  await app.listen(0);
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  const url = `http://localhost:${port}`;
  return {
    url,
    api: new Api(url, app.get(Config).API_PREFIX),
    log: lines,
    get: (token) => app.get(token),
    close: () => app.close(),
  };
}

async function create(logger: NestLogger): Promise<INestApplication> {
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .setLogger(logger)
    .compile();
  return module.createNestApplication(new ExpressAdapter(), { logger, abortOnError: false, bodyParser: false });
}

async function withEnv<T>(env: Env, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
