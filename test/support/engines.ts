import type { Reporter } from 'vitest/node';
import { findOptionalMongod } from './mongod.js';

/** The MongoDB of the tests in words, or the reason why there is none. */
type TestMongo = { found: true; words: string } | { found: false; why: string };

/** @throws when there is none and `REQUIRE_MONGODB=1` */
export async function mongoForTests(): Promise<TestMongo> {
  if (process.env.MONGODB_TEST_URI) return { found: true, words: 'MONGODB_TEST_URI' };
  const mongod = await findOptionalMongod();
  if (mongod.found) return { found: true, words: `mongod ${mongod.version ?? ''} of ${mongod.from}` };
  return mongod;
}

/** Prints the engines at the end of a run. */
export const enginesReporter = (mongo: TestMongo): Reporter => ({
  onTestRunEnd: () => {
    console.log(
      mongo.found
        ? `Engines: sqlite, mongodb (${mongo.words})`
        : `Engines: sqlite; the MongoDB half of the tests was SKIPPED: ${mongo.why}`,
    );
  },
});
