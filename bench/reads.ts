import { quantile } from '../test/support/statistics.ts';
import type { Contender } from './contender.ts';
import { GET_ONE } from './lines.ts';
import { Load } from './load.ts';

const READERS = { connections: 4, pauseMs: 4 };

/** Reads at a modest rate. */
export interface Reads {
  /** How long each took, in milliseconds. */
  times: number[];
  /** How many got a 503. */
  refused: number;
}

export const p99 = ({ times }: Reads): number => quantile(times, 0.99);

/** Reads one todo again and again while `work` goes on. */
export async function readsDuring(contender: Contender, work: () => Promise<unknown>): Promise<Reads> {
  const { name: server, port } = contender;
  const load = await Load.open({ server, port, connections: READERS.connections });
  const next = GET_ONE.requests();
  let isOver = false;
  try {
    const read = () => ({ ...next(), refusable: true });
    const reads = load.trickle(read, { pauseMs: READERS.pauseMs, isOver: () => isOver });
    await Promise.race([work(), reads]);
    isOver = true;
    return { times: await reads, refused: load.refused };
  } finally {
    load.close();
  }
}
