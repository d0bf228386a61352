// The field: which contenders there are, and how they are started.
import { join } from 'node:path';
import { Contender, type Plan } from './contender.ts';
import type { Cores } from './cores.ts';
import type { Databases } from './databases.ts';
import { CONTENDERS } from './prepare.ts';

const other = (name: string, file: string, env: Record<string, string> = {}): Plan => ({
  name,
  script: join(CONTENDERS, 'dist', `${file}.js`),
  env,
  duties: name !== 'limit',
});

/** The contenders beside ours on the embedded database. */
export const EMBEDDED: readonly Plan[] = [
  other('fastify', 'fastify'),
  other('group', 'fastify', { GROUP_COMMIT: '1' }),
  other('express', 'express'),
  other('nest', 'nest'),
  other('limit', 'limit'),
];

/** The contender beside ours on MongoDB. */
export const ON_MONGODB: readonly Plan[] = [other('fastify', 'fastify')];

/** A build of ours. */
export const ours = (name: string, dist: string): Plan => ({
  name,
  script: join(dist, 'main.js'),
  env: { PORT: '0' },
  duties: true,
});

/** Starts each contender on a database of its own. Those that have been started are in `started`, whatever happens. */
export async function startAll(
  plans: readonly Plan[],
  place: { dir: string; databases: Databases; cores: Cores | undefined },
  started: Contender[],
): Promise<void> {
  for (const plan of plans) {
    const name = plan.name.replace(/\W/g, '-');
    const env = { ...(await place.databases.add(name)), ...plan.env };
    started.push(await Contender.start({ ...plan, env }, join(place.dir, name), place.cores));
  }
}
