import { findOptionalMongod, startReplicaSet } from '../support/mongod.ts';

/** Runs a proof with a MongoDB of its own, if there is a mongod. @returns what the proof returns, and true without a mongod */
export async function onReplicaSet(database: string, proof: (uri: string) => Promise<boolean>): Promise<boolean> {
  const mongod = await findOptionalMongod();
  if (!mongod.found) {
    console.log(`mongodb: not checked: ${mongod.why}`);
    return true;
  }
  const server = await startReplicaSet(mongod);
  try {
    return await proof(server.getUri(database));
  } finally {
    await server.stop();
  }
}
