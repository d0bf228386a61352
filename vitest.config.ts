import { defineConfig } from 'vitest/config';
import { enginesReporter, mongoForTests } from './test/support/engines.js';

/** The suites that every engine is held to; they do not know which one serves them. */
const suites = ['test/contracts/**/*.spec.ts', 'test/e2e/**/*.spec.ts'];

/** Cheap hashes, and a signing key that the tests know, so that they can forge tokens with it. */
const env = {
  BCRYPT_COST: '4',
  LOG_LEVEL: 'silent',
  JWT_SECRET: 'the signing key of the tests, long enough',
};

/** A machine under load is slow; the limits only catch what hangs. */
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

const mongo = await mongoForTests();

const unit = { test: { name: 'unit', include: ['test/unit/**/*.spec.ts'], ...patience } };
const sqlite = {
  test: { name: 'sqlite', include: suites, env, ...patience, setupFiles: ['test/support/setup-sqlite.ts'] },
};
const mongodb = {
  test: {
    name: 'mongodb',
    include: [...suites, 'test/mongodb/**/*.spec.ts'],
    env,
    ...patience,
    globalSetup: ['test/support/mongodb.global.ts'],
    setupFiles: ['test/support/setup-mongodb.ts'],
  },
};

export default defineConfig({
  test: {
    // More than the two cores that it is made for: many of the tests wait, for a time-out or for a server.
    maxWorkers: 4,
    reporters: ['default', enginesReporter(mongo)],
    projects: [unit, sqlite, ...(mongo.found ? [mongodb] : [])],
  },
});
