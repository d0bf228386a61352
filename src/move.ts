// `npm run data:move -- --to mongodb://…` moves everything from the embedded database to MongoDB, and `--from` the other way.
// The servers must have stopped.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from './config/config.js';
import { StartError } from './config/start-error.js';
import { move, type Progress } from './database/move/move.js';
import type { Shape } from './database/move/store.js';
import { openEmbedded, openMongodb } from './database/move/open-store.js';
import { foundExports } from './found-exports.js';
import { commandContext } from './server/command-context.js';
import { orFail } from './server/or-fail.js';

const USAGE = `npm run data:move -- --to mongodb://host/database [--secret-file path]
npm run data:move -- --from mongodb://host/database
Stop all servers first. DATA_DIR names the folder of the embedded database.`;

interface Options {
  to?: string;
  from?: string;
  'secret-file'?: string;
}

/** @throws StartError that says how to use the command */
function optionsOf(): Options {
  try {
    const options = { to: { type: 'string' }, from: { type: 'string' }, 'secret-file': { type: 'string' } } as const;
    const { values } = parseArgs({ options });
    if ((values.to === undefined) !== (values.from === undefined) && !(values.from && values['secret-file']))
      return values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n${USAGE}`);
  }
  throw new StartError(USAGE);
}

/** A terminal shows the progress in one line. Other outputs get a line for each tenth of a table. */
function showProgress(): (progress: Progress) => void {
  let shown = '';
  return ({ doing, table, rows, of }) => {
    const percent = of > 0 ? Math.min(100, Math.floor((rows / of) * 100)) : 100;
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${doing} ${table}: ${percent} % of ${of} rows`);
    else {
      const line = `${doing} ${table}: ${Math.floor(percent / 10) * 10} % of ${of} rows`;
      if (line !== shown) console.log(line);
      shown = line;
    }
  };
}

/** Says which signing key the servers need from now on, so that nobody is signed out. */
function sayKey(config: Config, path: string | undefined): void {
  const kept = join(config.dataDir, 'jwt-secret');
  if (config.JWT_SECRET !== undefined) console.log('JWT_SECRET stays as it is.');
  else if (path === undefined) console.log(`Set JWT_SECRET to what ${kept} holds, or JWT_SECRET_FILE to a copy of it.`);
  else {
    writeFileSync(path, readFileSync(kept), { mode: 0o600, flag: 'wx', flush: true });
    console.log(`Set JWT_SECRET_FILE to ${path}.`);
  }
}

await orFail(async () => {
  const { to, from = '', 'secret-file': secretFile } = optionsOf();
  const { config, adapters } = await commandContext();
  const shapes = (await foundExports('*/*/*.move')).map(([, value]) => value as Shape);
  const data = { config, adapters, shapes };
  await using opened = new AsyncDisposableStack();
  const embedded = opened.adopt(await openEmbedded(data), (store) => store.close());
  const mongodb = opened.adopt(await openMongodb(data, to ?? from), (store) => store.close());
  const stores = to === undefined ? { source: mongodb, target: embedded } : { source: embedded, target: mongodb };
  const counts = await move({ ...stores, tables: embedded.tables(), progress: showProgress() });
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  for (const [table, rows] of counts) console.log(`${table}: ${rows} rows, the same in both`);
  console.log(`Everything has been moved to ${stores.target.location}.`);
  if (to === undefined) console.log('Unset MONGODB_URI, and keep JWT_SECRET as it is.');
  else sayKey(config, secretFile);
});
