// Signing in costs time by intent, which the threads that hash take. How long it takes, and what other callers notice of it.
import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../test/support/statistics.ts';
import { printTable } from '../test/support/table.ts';
import type { Contender } from './contender.ts';
import type { Cores } from './cores.ts';
import { PASSWORD, people } from './fixture.ts';
import { ask } from './lines.ts';
import { Load } from './load.ts';
import { p99, type Reads, readsDuring } from './reads.ts';

const AT_ONCE = 8;
const SIGN_INS = 24;
const ROUNDS = 2;
const QUIET_MS = 2_000;

/** What sign-ins take, and reads alone and beside them, of all rounds. */
export interface SignIns {
  contender: string;
  /** How long each sign-in took, in milliseconds. */
  times: number[];
  refused: number;
  quiet: Reads;
  busy: Reads;
}

const body = { email: people.signer.email, password: PASSWORD };
const signIn = { ...ask({ method: 'POST', path: '/api/login', body }), refusable: true };

const none = (contender: string): SignIns => ({
  contender,
  times: [],
  refused: 0,
  quiet: { times: [], refused: 0 },
  busy: { times: [], refused: 0 },
});

function add(sum: Reads, more: Reads): void {
  sum.times.push(...more.times);
  sum.refused += more.refused;
}

/** Signs in many times, eight at once. */
async function signInOften({ name: server, port }: Contender): Promise<Reads> {
  const load = await Load.open({ server, port, connections: AT_ONCE });
  try {
    const times = await load.run(() => signIn, SIGN_INS, { awake: false });
    return { times, refused: load.refused };
  } finally {
    load.close();
  }
}

/** Measures every contender in turn. Each has all cores meanwhile, since its threads are what this is about. */
export async function measureSignIns(contenders: readonly Contender[], cores: Cores | undefined): Promise<SignIns[]> {
  const field = contenders.map((contender) => ({ contender, found: none(contender.name) }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { contender, found } of field) {
      contender.moveTo(cores?.all);
      add(found.quiet, await readsDuring(contender, () => pause(QUIET_MS)));
      const signedIn = async () => add(found, await signInOften(contender));
      add(found.busy, await readsDuring(contender, signedIn));
      contender.moveTo(cores?.server);
    }
  }
  return field.map(({ found }) => found);
}

/** Prints how long a sign-in takes, and what a read notices of eight of them. */
export function printSignIns(all: readonly SignIns[]): void {
  console.log(`\n${AT_ONCE} sign-ins in flight, milliseconds; the server has all cores`);
  printTable(
    ['sign-in', 'median', 'p99 of a read', 'quiet', '×', '503s'],
    all.map(({ contender, times, refused, quiet, busy }) => {
      const figures = [median(times), p99(busy), p99(quiet), p99(busy) / p99(quiet)];
      return [contender, ...figures.map((figure) => figure.toFixed(1)), String(refused + busy.refused)];
    }),
  );
}
