import type { TestProject } from 'vitest/node';
import { findMongod, startReplicaSet } from './mongod.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The MongoDB of this run. */
    mongodbUri: string;
  }
}

/** Starts the MongoDB of a test run, unless `MONGODB_TEST_URI` names one. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.MONGODB_TEST_URI;
  if (given) {
    project.provide('mongodbUri', given);
    return undefined;
  }
  const mongod = await findMongod();
  if (!mongod.found) throw new Error(mongod.why);
  const server = await startReplicaSet(mongod);
  project.provide('mongodbUri', server.getUri());
  return async () => {
    await server.stop();
  };
}
