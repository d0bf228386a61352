import type { Abstract, Type } from '@nestjs/common';
import { afterAll, beforeAll } from 'vitest';
import type { Api } from './api.js';
import { Traffic } from '../../src/http/middleware/traffic.js';
import { type Env, type LogLine, startApp, type TestApp } from './app.js';
import { until } from './until.js';

/**
 * Runs an app during the tests of the file or `describe` that calls this, with `env` over the environment.
 * Call it before other hooks, so that they find the app running. All apps of a file share one database, which serves
 * one app at a time: a test that needs another environment calls `restart`.
 */
export function withApp(env: Env = {}): SpecApp {
  const app = new SpecApp(env);
  beforeAll(() => app.restart());
  afterAll(() => app.close());
  return app;
}

/** Runs an app as `withApp` does, and returns the engine's adapter of a port. */
export function withAdapter<T extends object>(port: Abstract<T>): T {
  const app = withApp();
  return new Proxy({} as T, {
    get: (_, name) => {
      const adapter = app.get(port);
      const value: unknown = Reflect.get(adapter, name);
      return typeof value === 'function' ? (value.bind(adapter) as unknown) : value;
    },
  });
}

/** The app of a spec. Each property is that of the app that runs now. @throws when none runs */
class SpecApp implements TestApp {
  private running?: TestApp;

  constructor(private readonly env: Env) {}

  get url(): string {
    return this.now().url;
  }

  get api(): Api {
    return this.now().api;
  }

  get log(): LogLine[] {
    return this.now().log;
  }

  get<T>(token: Type<T> | Abstract<T>): T {
    return this.now().get(token);
  }

  /** Waits until no request is in flight: a request has its line in the log shortly after its client has the answer. */
  async logged(): Promise<LogLine[]> {
    await until('no request is in flight', async () => this.get(Traffic).inFlight === 0);
    return this.log;
  }

  /** Closes the app and starts another on the same database, in the environment of the spec unless one is given. */
  async restart(env = this.env): Promise<void> {
    await this.close();
    this.running = await startApp(env);
  }

  /** Closes the app, if one runs. */
  async close(): Promise<void> {
    const app = this.running;
    this.running = undefined;
    await app?.close();
  }

  private now(): TestApp {
    if (!this.running) throw new Error('No app runs: use it in tests, and in hooks that come after withApp()');
    return this.running;
  }
}
