// At 100,000 todos an index alone serves every list and every operation, on both engines: no scan, no sort in memory.
// The statements are those of the repositories. A page in the middle of a list counts as much as the first one.
// `-- --engine sqlite` checks one engine.
import { scratchDir } from '../../support/scratch.ts';
import { printTable } from '../../support/table.ts';
import { onReplicaSet } from '../on-replica-set.ts';
import { onEngines } from '../proof.ts';
import { checkLists, checkOperations, type Checked } from './checks.ts';
import { fill, TODOS } from './data.ts';
import { mongodbProbe } from './mongodb.ts';
import type { Probe } from './probe.ts';
import { sqliteProbe } from './sqlite.ts';
import { boot, type Stores } from './stores.ts';

const MODES = ['participants', 'everyone'] as const;

const milliseconds = (value: number | undefined): string => value?.toFixed(2) ?? '';

function report(checked: readonly Checked[]): void {
  const rows = checked.map(({ engine, mode, name, order, plan, first, middle, faults }) => [
    engine,
    mode,
    name,
    order,
    faults.length === 0 ? 'ok' : 'REFUSED',
    ...[first, middle].flatMap((page) => [page?.keys ?? '-', page?.returned ?? '', milliseconds(page?.ms)].map(String)),
    faults.length === 0 ? plan : [...new Set(faults)].join('; '),
  ]);
  const page = ['keys', 'rows', 'ms'];
  printTable(['engine', 'todos seen by', 'list or operation', 'order', '', ...page, ...page, 'plan'], rows);
}

/** Checks one engine, and then its lists without their indexes, as a control. @returns whether all is as it should be */
async function verify(probe: Probe, env: Record<string, string>): Promise<boolean> {
  const checked: Checked[] = [];
  let [without, passed] = [0, 0];
  for (const mode of MODES) {
    const stores = await boot({ ...env, TODO_VISIBILITY: mode });
    try {
      if (mode === MODES[0]) await filled(probe.engine, stores);
      checked.push(...(await checkLists(probe, stores, mode)), ...(await checkOperations(probe, stores, mode)));
      if (mode !== MODES.at(-1)) continue;
      await probe.dropIndexes();
      for (const each of MODES) {
        const lists = await checkLists(probe, stores, each, false);
        without += lists.length;
        passed += lists.filter(({ faults }) => faults.length === 0).length;
      }
    } finally {
      await stores.close();
    }
  }
  report(checked);
  const refused = checked.filter(({ faults }) => faults.length > 0).length;
  console.log(`${probe.engine}: ${checked.length} checked, ${refused} refused`);
  console.log(`${probe.engine}: without indexes, as a control: ${without - passed} of ${without} lists refused\n`);
  return refused === 0 && passed === 0;
}

async function filled(engine: string, stores: Stores): Promise<void> {
  const began = performance.now();
  await fill(stores);
  console.log(`${engine}: ${TODOS} todos added in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
}

async function onSqlite(): Promise<boolean> {
  const dir = scratchDir('plans');
  const probe = await sqliteProbe(dir);
  try {
    return await verify(probe, { DATA_DIR: dir });
  } finally {
    await probe.close();
  }
}

const onMongodb = () =>
  onReplicaSet('todo-plans', async (uri) => {
    const probe = await mongodbProbe(uri);
    try {
      return await verify(probe, { MONGODB_URI: uri });
    } finally {
      await probe.close();
    }
  });

await onEngines({ sqlite: onSqlite, mongodb: onMongodb });
