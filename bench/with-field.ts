import { resolve } from 'node:path';
import { buildOf } from './against.ts';
import type { Contender, Plan } from './contender.ts';
import type { Cores } from './cores.ts';
import { type Databases, embedded, onMongodb } from './databases.ts';
import { EMBEDDED, ON_MONGODB, ours, startAll } from './field.ts';
import type { FixtureTodo } from './fixture.ts';
import type { Flags } from './flags.ts';
import { prepareContenders } from './prepare.ts';

/** What a run is to do, and where. */
export interface Run {
  flags: Flags;
  /** An empty folder. */
  dir: string;
  cores: Cores | undefined;
}

/** Our builds, those of earlier commits first, and the contenders beside a single one. */
function fieldOf({ dist, against, mongodb, severalBuilds }: Flags): { plans: Plan[]; oldest: string } {
  const builds = dist.map((folder, index) => ({
    name: index === 0 ? 'ours' : `ours ${index + 1}`,
    dist: resolve(folder),
  }));
  if (against !== undefined) builds.unshift(buildOf(against));
  if (!severalBuilds) prepareContenders();
  const others = mongodb ? ON_MONGODB : EMBEDDED;
  const plans = builds.map((build) => ours(build.name, build.dist));
  return { plans: [...(severalBuilds ? [] : others), ...plans], oldest: builds[0]?.dist ?? '' };
}

/** The databases of a run. */
export const databasesOf = ({ flags, cores }: Run, filling: Parameters<typeof embedded>[0]): Promise<Databases> =>
  flags.mongodb ? onMongodb(filling, cores) : embedded(filling);

/** Starts all contenders of a run, each on a database with these todos, does `work`, and stops them. */
export async function withField(
  run: Run,
  todos: () => Iterable<FixtureTodo>,
  work: (field: readonly Contender[]) => Promise<void>,
): Promise<void> {
  const { plans, oldest } = fieldOf(run.flags);
  const started: Contender[] = [];
  const databases = await databasesOf(run, { dist: oldest, dir: run.dir, todos });
  try {
    await startAll(plans, { dir: run.dir, databases, cores: run.cores }, started);
    await work(started);
  } finally {
    await Promise.all(started.map((contender) => contender.stop()));
    await databases.stop();
  }
}
