import type { SessionRepository } from '../../../src/auth/repositories/session.repository.ts';
import type { Engine } from '../../../src/database/engine.ts';
import type { TodoRepository } from '../../../src/todo/repositories/todo.repository.ts';
import type { UserRepository } from '../../../src/users/repositories/user.repository.ts';
import { built } from '../../support/built.ts';

/** The repositories of a booted application. */
export interface Stores {
  engine: Engine;
  todos: TodoRepository;
  users: UserRepository;
  sessions: SessionRepository;
  close: () => Promise<void>;
}

type Class = abstract new () => unknown;

/** Boots the application without its port, with `env` for its configuration. */
export async function boot(env: Record<string, string>): Promise<Stores> {
  Object.assign(process.env, { LOG_LEVEL: 'silent', JWT_SECRET: 'x'.repeat(32), ...env });
  await import('reflect-metadata');
  const { NestFactory } = await import('@nestjs/core');
  const { AppModule } = await built<{ AppModule: new () => unknown }>('app.module.js');
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  const get = async <T>(path: string, name: string): Promise<T> =>
    app.get<T>((await built<Record<string, Class>>(path))[name] ?? name);
  return {
    engine: await get('database/engine.js', 'Engine'),
    todos: await get('todo/repositories/todo.repository.js', 'TodoRepository'),
    users: await get('users/repositories/user.repository.js', 'UserRepository'),
    sessions: await get('auth/repositories/session.repository.js', 'SessionRepository'),
    close: () => app.close(),
  };
}
