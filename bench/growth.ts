// What a line costs when others have many todos: two servers of one build, on databases of different sizes.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printTable } from '../test/support/table.ts';
import type { Contender } from './contender.ts';
import type { Databases } from './databases.ts';
import { ours, startAll } from './field.ts';
import { crowd, FEW, measured, people } from './fixture.ts';
import { always, type Line, LINES, SMALL } from './lines.ts';
import { costsOf, printProcesses, printRun, writeJson } from './report.ts';
import { entriesOf, measure } from './rounds.ts';
import { databasesOf, type Run } from './with-field.ts';

const USERS = 10_000;

/** The user with 10,000 todos asks for some of them. */
const PAGE_OF_MANY: Line = {
  key: 'page',
  name: `page of ${FEW} of 10000`,
  ...SMALL,
  requests: always({ path: `/api/todo?status=todo&sort=-due_date&limit=${FEW}`, as: people.hoarder }),
};

/** Measures every line on a small and a large database in turn, and prints how much more it costs on the large one. */
export async function measureGrowth(run: Run): Promise<void> {
  const { flags, cores } = run;
  const dist = resolve(flags.dist[0] ?? '');
  const sizes = [
    { name: 'small', todos: () => measured.todos },
    { name: 'large', todos: () => largeDatabase(flags.todos) },
  ];
  const started: Contender[] = [];
  const opened: Databases[] = [];
  try {
    for (const { name, todos } of sizes) {
      const dir = join(run.dir, name);
      mkdirSync(dir);
      const databases = await databasesOf(run, { dist, dir, todos });
      opened.push(databases);
      await startAll([ours(name, dist)], { dir, databases, cores }, started);
    }
    const lines = [...LINES, PAGE_OF_MANY].filter(({ key }) => flags.only.includes(key));
    const entries = entriesOf(lines, started);
    const rounds = await measure(entries, flags);
    const costs = costsOf(entries);
    printRun(run, `${measured.todos.length} and ${flags.todos} todos of ${USERS} users; ${rounds} rounds`);
    printGrowth(costs);
    printProcesses(started);
    writeJson(run, { todos: flags.todos, users: USERS, rounds, costs });
  } finally {
    await Promise.all(started.map((contender) => contender.stop()));
    for (const databases of opened) await databases.stop();
  }
}

function* largeDatabase(count: number) {
  yield* measured.todos;
  yield* crowd(USERS, count - measured.todos.length);
}

function printGrowth(costs: ReturnType<typeof costsOf>): void {
  const lines = [...new Set(costs.map(({ line }) => line))];
  const rows = lines.map((line) => {
    const of = (name: string) => costs.find((cost) => cost.line === line && cost.contender === name);
    const [small, large] = [of('small'), of('large')];
    const growth = (figure: 'min' | 'median' | 'p99') => (large?.[figure] ?? NaN) / (small?.[figure] ?? NaN);
    return [
      line,
      ...[small?.min, large?.min].map((cpu = NaN) => cpu.toFixed(0)),
      growth('min').toFixed(2),
      growth('median').toFixed(2),
      ...[small?.p99, large?.p99].map((ms = NaN) => ms.toFixed(1)),
      growth('p99').toFixed(2),
    ];
  });
  console.log('');
  printTable(['line', 'CPU µs, small', 'large', 'min ×', 'median ×', 'p99 ms, small', 'large', '×'], rows);
}
