// `npm run db:migrate`: brings tables, indexes and rows up to date ahead of a roll-out, and ends. No application is booted,
// so nothing else happens.
import 'reflect-metadata';
import type { Part } from './database/data-migration.js';
import { openEngine } from './database/open-engine.js';
import { upToDate } from './database/up-to-date.js';
import { commandContext } from './server/command-context.js';
import { orFail } from './server/or-fail.js';

/** Prints what a part of a data migration did. */
function print(name: string, { changed, left }: Part): void {
  console.log(`${name}: ${changed} migrated`);
  if (left.length > 0) console.log(`${name}: not migrated: ${left.join(', ')}`);
}

await orFail(async () => {
  const { config, adapters } = await commandContext();
  const engine = await upToDate(await openEngine(config), { config, adapters, report: print });
  await engine.close();
  console.log(`${engine.location} is up to date`);
});
