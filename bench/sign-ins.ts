// Signing in costs time by intent, which the threads that hash take. How long it takes, and what other callers notice of it.
import { setTimeout as pause } from 'node:timers/promises';
import { median, quantile } from '../test/support/statistics.ts';
import { printTable } from '../test/support/table.ts';
import type { Contender } from './contender.ts';
import type { Cores } from './cores.ts';
import { PASSWORD, people } from './fixture.ts';
import { ask, GET_ONE } from './lines.ts';
import { Load } from './load.ts';

const AT_ONCE = 8;
const SIGN_INS = 24;
const ROUNDS = 2;
const QUIET_MS = 2_000;
const READERS = { connections: 4, pauseMs: 4 };

/** Times in milliseconds, of all rounds. */
export interface SignIns {
  contender: string;
  signIns: number[];
  quiet: number[];
  busy: number[];
}

const body = { email: people.signer.email, password: PASSWORD };
const signIn = ask({ method: 'POST', path: '/api/login', body });

/** Nothing, for some time. */
export const quietly = (ms: number): Promise<unknown> => pause(ms);

/** How long reads take while `work` goes on, at a modest rate. */
export async function readsDuring(contender: Contender, work: () => Promise<unknown>): Promise<number[]> {
  const { name: server, port } = contender;
  const load = await Load.open({ server, port, connections: READERS.connections });
  let isOver = false;
  try {
    const reads = load.trickle(GET_ONE.requests(), { pauseMs: READERS.pauseMs, isOver: () => isOver });
    await Promise.race([work(), reads]);
    isOver = true;
    return await reads;
  } finally {
    load.close();
  }
}

/** Signs in many times, eight at once. @returns how long each took */
async function signInOften(contender: Contender): Promise<number[]> {
  const { name: server, port } = contender;
  const load = await Load.open({ server, port, connections: AT_ONCE });
  try {
    return await load.run(() => signIn, SIGN_INS, { awake: false });
  } finally {
    load.close();
  }
}

/** Measures every contender in turn. Each has all cores meanwhile, since its threads are what this is about. */
export async function measureSignIns(contenders: readonly Contender[], cores: Cores | undefined): Promise<SignIns[]> {
  const found = contenders.map((contender) => ({
    contender: contender.name,
    signIns: [] as number[],
    quiet: [] as number[],
    busy: [] as number[],
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, contender] of contenders.entries()) {
      contender.moveTo(cores?.all);
      const quiet = await readsDuring(contender, () => quietly(QUIET_MS));
      const busy = await readsDuring(contender, async () => {
        found[index]?.signIns.push(...(await signInOften(contender)));
      });
      found[index]?.quiet.push(...quiet);
      found[index]?.busy.push(...busy);
      contender.moveTo(cores?.server);
    }
  }
  return found;
}

/** Prints how long a sign-in takes, and what a read notices of eight of them. */
export function printSignIns(found: readonly SignIns[]): void {
  console.log(`\n${AT_ONCE} sign-ins in flight, milliseconds; the server has all cores`);
  printTable(
    ['sign-in', 'median', 'p99 of a read', 'quiet', '×'],
    found.map(({ contender, signIns, quiet, busy }) => {
      const [alone, beside] = [quantile(quiet, 0.99), quantile(busy, 0.99)];
      return [contender, ...[median(signIns), beside, alone, beside / alone].map((figure) => figure.toFixed(1))];
    }),
  );
}
