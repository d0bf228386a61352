// What other callers notice of those who sign in, and of those who read long lists slowly.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { printTable } from '../test/support/table.ts';
import type { Contender } from './contender.ts';
import { measured, type Person, slowReaders, slowTodos } from './fixture.ts';
import { ask } from './lines.ts';
import { p99, type Reads, readsDuring } from './reads.ts';
import { printRun, writeJson } from './report.ts';
import { measureSignIns, printSignIns } from './sign-ins.ts';
import { type Run, withField } from './with-field.ts';

const QUIET_MS = 3_000;
const SLOW_MS = 10_000;
/** How long a slow reader waits after each piece of 64 KB at most: a list lasts longer than it is watched. */
const PAUSE_MS = 100;

/** Begins to read a whole list slowly. @returns what ends it, and gives the bytes that have come */
function readSlowly({ port, name }: Contender, person: Person, failed: (error: Error) => void): () => number {
  const socket = connect(port, '127.0.0.1');
  let bytes = 0;
  socket.write(ask({ path: '/api/todo', as: person }).text);
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), PAUSE_MS);
  });
  socket.on('error', failed).on('close', () => failed(new Error(`${name} has ended a slow reader`)));
  return () => {
    socket.removeAllListeners().destroy();
    return bytes;
  };
}

/** Reads alone and beside slow readers. */
interface SlowLists {
  contender: string;
  quiet: Reads;
  busy: Reads;
  /** What the slow readers have read. */
  bytes: number;
}

async function besideSlowReaders(contender: Contender): Promise<SlowLists> {
  const quiet = await readsDuring(contender, () => pause(QUIET_MS));
  let bytes = 0;
  const busy = await readsDuring(contender, async () => {
    let end: (() => number)[] = [];
    const failure = new Promise<never>((_, reject) => {
      end = slowReaders.map((person) => readSlowly(contender, person, reject));
    });
    try {
      await Promise.race([pause(SLOW_MS), failure]);
    } finally {
      bytes = end.reduce((sum, each) => sum + each(), 0);
    }
  });
  return { contender: contender.name, quiet, busy, bytes };
}

function printSlowLists(found: readonly SlowLists[]): void {
  console.log(`\n${slowReaders.length} callers, each slowly reading a list of 40,000; the server has all cores`);
  printTable(
    ['p99 of a read, ms', 'beside them', 'quiet', '×', 'MB read', '503s'],
    found.map(({ contender, quiet, busy, bytes }) => {
      const figures = [p99(busy), p99(quiet), p99(busy) / p99(quiet), bytes / 1024 ** 2];
      return [contender, ...figures.map((figure) => figure.toFixed(1)), String(busy.refused)];
    }),
  );
}

/** Measures both for each contender in turn. */
export function measureLatency(run: Run): Promise<void> {
  const todos = function* () {
    yield* measured.todos;
    yield* slowTodos();
  };
  return withField(run, todos, async (field) => {
    const withDuties = field.filter(({ plan }) => plan.duties);
    const signIns = await measureSignIns(withDuties, run.cores);
    const slowLists: SlowLists[] = [];
    for (const contender of withDuties) {
      contender.moveTo(run.cores?.all);
      slowLists.push(await besideSlowReaders(contender));
    }
    printRun(run, 'latency');
    printSignIns(signIns);
    printSlowLists(slowLists);
    writeJson(run, { signIns, slowLists });
  });
}
