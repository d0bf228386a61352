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
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

const setup = 'test/support/setup.ts';

const mongo = await mongoForTests();

const unit = { test: { name: 'unit', include: ['test/unit/**/*.spec.ts'], ...shared, setupFiles: [setup] } };
const sqlite = {
  test: { name: 'sqlite', include: suites, env, ...shared, setupFiles: [setup, 'test/support/setup-sqlite.ts'] },
};
const mongodb = {
  test: {
    name: 'mongodb',
    include: [...suites, 'test/mongodb/**/*.spec.ts'],
    env,
    ...shared,
    globalSetup: ['test/support/mongodb.global.ts'],
    setupFiles: [setup, 'test/support/setup-mongodb.ts'],
  },
};

export default defineConfig({
  test: {
    // More than the two cores that it is made for: many of the tests wait, for a time-out or for a server.
    maxWorkers: 4,
    sequence: { sequencer: WaitingFirst },
    reporters: ['default', enginesReporter(mongo)],
    projects: [unit, sqlite, ...(mongo.found ? [mongodb] : [])],
  },
});
