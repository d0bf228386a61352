import { DatabaseSync } from 'node:sqlite';
import { Engine } from '../../src/database/engine.js';
import type { TestApp } from './app.js';

/** Every row or document of every table or collection of the engine in use, as JSON. */
export async function allRows(app: Pick<TestApp, 'get'>): Promise<{ table: string; row: string }[]> {
  return process.env.MONGODB_URI === undefined ? ofSqlite(app.get(Engine).location) : ofMongo(process.env.MONGODB_URI);
}

function ofSqlite(path: string) {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables.flatMap(({ name }) =>
      db
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .map((row) => ({ table: String(name), row: JSON.stringify(row) })),
    );
  } finally {
    db.close();
  }
}

async function ofMongo(uri: string) {
  // Imported only here, since the embedded engine is tested without MongoDB.
  const { mongo } = await import('mongoose');
  const client = new mongo.MongoClient(uri);
  try {
    const all = [];
    for (const collection of await client.db().collections())
      for (const row of await collection.find().toArray())
        all.push({ table: collection.collectionName, row: JSON.stringify(row) });
    return all;
  } finally {
    await client.close();
  }
}
