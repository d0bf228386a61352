import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passes, planted, remove, reportOf } from '../support/planted.js';

/** Breaches: the rule, the file that breaks it, and the text of the file. */
const BREACHES: [rule: string, file: string, text: string][] = [
  ['no-cycles', 'validation/a.ts', "import './b.js';"],
  ['no-cycles', 'validation/c.ts', "import type { D } from './d.js';\nexport type C = D[];"],
  ['config-stands-alone', 'config/a.ts', "import '../errors.js';"],
  ['config-stands-alone', 'config/b.ts', "import '../todo/todo.js';"],
  ['validation-stands-alone', 'validation/e.ts', "import '../config/config.js';"],
  ['openapi-knows-validators-only', 'openapi/a.ts', "import '../todo/todo.js';"],
  ['errors-stand-alone', 'errors.ts', "import 'node:fs';"],
  ['errors-stand-alone', 'versions.ts', "import './errors.js';"],
  ['observations-stand-alone', 'observations.ts', "import './errors.js';"],
  ['http-knows-no-feature-and-no-database', 'http/answer/a.ts', "import type { User } from '../../users/user.js';"],
  ['http-knows-no-feature-and-no-database', 'http/request/a.ts', "import '../../database/engine.js';"],
  ['database-knows-no-feature', 'database/a.ts', "import type { Todo } from '../todo/todo.js';"],
  ['features-know-those-that-they-import', 'auth/a.ts', "import '../todo/todo.service.js';"],
  ['features-know-those-that-they-import', 'account/a.ts', "import '../todo/todo.service.js';"],
  ['features-know-those-that-they-import', 'users/a.ts', "import type { Session } from '../auth/session.js';"],
  ['features-know-those-that-they-import', 'todo/a.ts', "import '../users/users.service.js';"],
  ['features-know-those-that-they-import', 'todo/b.ts', "import '../auth/guards/bearer.guard.js';"],
  ['health-knows-no-feature', 'health/a.ts', "import '../app.module.js';"],
  ['a-feature-has-a-module', 'labels/a.ts', "import '../todo/todo.js';"],
  ['resources-know-no-feature', 'resources/a.ts', "import type { Todo } from '../todo/todo.js';"],
  ['limits-know-no-feature', 'limits/a.ts', "import '../users/user.js';"],
  ['nothing-knows-the-server', 'todo/f.ts', "import '../server/logger.js';"],
  ['docs-know-what-features-say-of-themselves', 'docs/a.ts', "import '../todo/todo.service.js';"],
  ['the-document-is-not-loaded', 'docs/b.ts', "import './document.js';"],
  ['the-document-is-not-loaded', 'todo/e.ts', "import './todo.openapi.js';"],
  ['the-document-is-not-loaded', 'http/answer/b.ts', "import '../../openapi/schemas.js';"],
  ['engines-stay-in-adapters', 'todo/c.ts', "import 'mongoose';"],
  ['engines-stay-in-adapters', 'users/b.ts', "import type { Model } from '@nestjs/mongoose';"],
  ['engines-stay-in-adapters', 'auth/b.ts', "import 'node:sqlite';"],
  ['engines-stay-in-adapters', 'http/answer/c.ts', "export const load = () => import('mongoose');"],
  ['engines-stay-in-adapters', 'a.ts', "import type { SqliteEngine } from './database/sqlite/sqlite.engine.js';"],
  ['ports-know-no-engine', 'todo/repositories/a.repository.ts', "import 'node:sqlite';"],
  ['ports-know-no-engine', 'todo/repositories/b.repository.ts', "import type { Model } from 'mongoose';"],
  ['ports-know-no-engine', 'todo/repositories/c.repository.ts', "import '../../database/engine.js';"],
  ['ports-know-no-engine', 'todo/repositories/d.repository.ts', "import './sqlite/sqlite-todo.repository.js';"],
  ['engines-load-when-chosen', 'todo/a.module.ts', "import './repositories/sqlite/sqlite-todo.repository.js';"],
  ['engines-load-when-chosen', 'limits/a.module.ts', "import './counts/mongo/mongo-counts.js';"],
  ['engines-load-when-chosen', 'database/b.ts', "import './sqlite/sqlite.engine.js';"],
  ['controllers-know-no-repository', 'todo/a.controller.ts', "import './repositories/todo.repository.js';"],
  ['services-know-no-request', 'todo/a.service.ts', "import type { Request } from 'express';"],
  ['services-know-no-request', 'todo/b.service.ts', "import type { IncomingMessage } from 'node:http';"],
  ['services-know-no-request', 'todo/c.service.ts', "import '../http/request/id.pipe.js';"],
  ['nothing-that-is-not-there', 'todo/d.ts', "import './nowhere.js';"],
  ['nothing-for-development-only', 'http/answer/d.ts', "import 'vitest';"],
  ['nothing-for-development-only', 'http/answer/e.ts', "import 'mongodb';"],
  ['no-cycles-between-folders', 'users', "import '../auth/session.js';"],
  ['no-cycles-between-folders-of-http', 'http/middleware', "import '../answer/envelope.js';"],
];

/** The file of a breach; where the breach names a folder, a file in it. */
const fileOf = (place: string): string => (/^users$|^http\/middleware$/.test(place) ? `${place}/z.ts` : place);

/** The other halves of the cycles of files. */
const HALVES: [file: string, text: string][] = [
  ['validation/b.ts', "import './a.js';"],
  ['validation/d.ts', "import type { C } from './c.js';\nexport type D = C[];"],
];

interface Cruise {
  modules: unknown[];
  summary: { violations: { from: string; rule: { name: string; severity: string } }[] };
}

const CONFIG = '.dependency-cruiser.mjs';

const ARGS = ['src', '--config', CONFIG];

describe('the layering', () => {
  let copy: string;
  let found: Cruise;

  beforeAll(() => {
    copy = planted([...BREACHES.map(([, place, text]) => [fileOf(place), text] as const), ...HALVES], CONFIG);
    found = reportOf(copy, 'depcruise', ...ARGS, '--output-type', 'json') as Cruise;
  });
  afterAll(() => {
    remove(copy);
  });

  it('is kept by the source', () => {
    expect(passes('.', 'depcruise', ...ARGS)).toBe(true);
  });

  it('fails for a source that breaks it', () => {
    expect(passes(copy, 'depcruise', ...ARGS)).toBe(false);
    expect(found.modules.length).toBeGreaterThan(50 + BREACHES.length);
  });

  it.each(BREACHES)('finds a breach of %s in src/%s: %s', (rule, file) => {
    const mine = found.summary.violations.filter(({ from }) => from === `src/${file}`);
    expect(mine.map((violation) => violation.rule)).toContainEqual({ name: rule, severity: 'error' });
  });

  it('has a breach here for each of its rules', async () => {
    const { default: config } = (await import(resolve(CONFIG))) as {
      default: { forbidden: { name: string }[] };
    };
    const names = config.forbidden.map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(BREACHES.map(([rule]) => rule)));
  });
});
