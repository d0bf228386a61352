import { defineConfig } from 'vitest/config';
import { enginesReporter, mongoForTests } from './test/support/engines.js';
import { WITHOUT_LIMITS } from './test/support/server.js';
import { WaitingFirst } from './test/support/sequencer.js';

/** The suites that every engine is held to; they do not know which one serves them. */
const suites = ['test/contracts/**/*.spec.ts', 'test/e2e/**/*.spec.ts'];

/** Cheap hashes, a signing key that the tests know, so that they can forge tokens with it, and no time-out by default. */
const env = {
  BCRYPT_COST: '4',
  ...WITHOUT_LIMITS,
  LOG_LEVEL: 'silent',
  JWT_SECRET: 'the signing key of the tests, long enough',
  MONGODB_TIMEOUT: '2m',
  REQUEST_TIMEOUT: '2m',
  SLOW_REQUEST: '2m',
};

const shared = {
  // The files of a worker share its modules, which are loaded, and compiled by V8, once. `setup.ts` undoes the rest.
  isolate: false,
  // A machine under load is slow; the limits only catch what hangs.
  testTimeout: 900_000,
  hookTimeout: 900_000,
};

const setup = 'test/support/setup.ts';

const mongo = await mongoForTests();

/** Tests without an engine, or with servers that choose their own. */
const plain = (name: string, include: string[]) => ({ test: { name, include, ...shared, setupFiles: [setup] } });
const onSqlite = (name: string, include: string[]) => ({
  test: { name, include, env, ...shared, setupFiles: [setup, 'test/support/setup-sqlite.ts'] },
});
const onMongodb = (name: string, include: string[]) => ({
  test: {
    name,
    include,
    env,
    ...shared,
    globalSetup: ['test/support/mongodb.global.ts'],
    setupFiles: [setup, 'test/support/setup-mongodb.ts'],
  },
});

/** Tests that start whole processes: servers, commands, compilers, browsers. `npm test` leaves them out; see CONTRIBUTING.md. */
const processes = ['test/process/*.spec.ts', 'test/tools/**/*.spec.ts'];
const ofEngines = ['test/process/engines/**/*.spec.ts'];

export default defineConfig({
  test: {
    // More than the two cores that it is made for: many of the tests wait, for a time-out or for a server.
    maxWorkers: 4,
    sequence: { sequencer: WaitingFirst },
    reporters: ['default', enginesReporter(mongo)],
    projects: [
      plain('unit', ['test/unit/**/*.spec.ts']),
      onSqlite('sqlite', suites),
      plain('process', processes),
      onSqlite('process-sqlite', ofEngines),
      ...(mongo.found
        ? [onMongodb('mongodb', suites), onMongodb('process-mongodb', [...ofEngines, 'test/mongodb/**/*.spec.ts'])]
        : []),
    ],
  },
});
