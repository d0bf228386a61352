// The table: what each line costs each contender.
import { join } from 'node:path';
import { checkConformance } from './conformance.ts';
import type { Contender } from './contender.ts';
import type { Cores } from './cores.ts';
import { EMBEDDED, ours, startAll } from './field.ts';
import { fillSqlite } from './fill.ts';
import { measured } from './fixture.ts';
import type { Flags } from './flags.ts';
import { LINES } from './lines.ts';
import { prepareContenders } from './prepare.ts';
import { conditions, costsOf, printCosts, printProcesses, writeJson } from './report.ts';
import { entriesOf, measure } from './rounds.ts';

const NOTES = `ours runs with RATE_LIMIT_ENABLED=false, since the contenders limit nobody. Its other limits are on, and they have none of
them: todos of one user, streamed lists and memory for answers, overload, deadline, slow clients, free disk.`;

/** Measures the lines, and prints and writes what was found. */
export async function measureCosts(flags: Flags, dir: string, cores: Cores | undefined): Promise<void> {
  const started: Contender[] = [];
  try {
    const builds = flags.dist.map((dist, index) => ours(index === 0 ? 'ours' : `ours ${index + 1}`, dist));
    const alone = builds.length > 1;
    if (!alone) prepareContenders();
    const data = join(dir, 'data');
    await fillSqlite(flags.dist.at(-1) ?? '', data, measured.todos);
    await startAll([...(alone ? [] : EMBEDDED), ...builds], { dir, data, cores }, started);
    const [first, ...others] = started.toReversed();
    if (first) await checkConformance(first, others);
    const entries = entriesOf(
      LINES.filter(({ key }) => flags.only.includes(key)),
      started,
    );
    const rounds = await measure(entries, flags);
    const costs = costsOf(entries);
    const found = conditions(cores);
    console.log(`Node ${found.node}, ${found.cpu}, commit ${found.commit}; ${rounds} rounds`);
    if (cores) console.log(`the server on core ${cores.server}, the generator of load on core ${cores.generator}`);
    printCosts(costs, 'min', 'ours');
    printCosts(costs, 'median', 'ours');
    printProcesses(started);
    console.log(`\n${NOTES}`);
    writeJson(flags.json, { ...found, rounds, notes: NOTES, costs });
  } finally {
    await Promise.all(started.map((contender) => contender.stop()));
  }
}
