// The field: which contenders there are, and how they are started.
import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Contender, type Plan } from './contender.ts';
import type { Cores } from './cores.ts';
import { CONTENDERS } from './prepare.ts';

const compiled = (name: string): string => join(CONTENDERS, 'dist', `${name}.js`);

const other = (name: string, file: string, env: Record<string, string> = {}): Plan => ({
  name,
  script: compiled(file),
  env,
  duties: name !== 'limit',
});

/** The contenders beside ours on the embedded database. */
export const EMBEDDED: readonly Plan[] = [
  other('limit', 'limit'),
  other('fastify', 'fastify'),
  other('group', 'fastify', { GROUP_COMMIT: '1' }),
  other('express', 'express'),
  other('nest', 'nest'),
];

/** The contender beside ours on MongoDB. */
export const ON_MONGODB: readonly Plan[] = [other('fastify', 'fastify')];

/** A build of ours. */
export const ours = (name: string, dist: string): Plan => ({
  name,
  script: join(resolve(dist), 'main.js'),
  env: { PORT: '0' },
  duties: true,
});

/** Starts each contender on a copy of the data folder. */
export async function startAll(
  plans: readonly Plan[],
  place: { dir: string; data: string; cores: Cores | undefined },
  started: Contender[],
): Promise<void> {
  for (const plan of plans) {
    const dir = join(place.dir, plan.name.replace(/\W/g, '-'));
    mkdirSync(dir);
    cpSync(place.data, join(dir, 'data'), { recursive: true });
    const env = { DATA_DIR: join(dir, 'data'), ...plan.env };
    started.push(await Contender.start({ ...plan, env }, dir, place.cores));
  }
}
