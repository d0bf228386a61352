import type { Contender, Sample } from './contender.ts';
import type { Line } from './lines.ts';

/** One line of one contender. */
export interface Entry {
  line: Line;
  contender: Contender;
  next: ReturnType<Line['requests']>;
  samples: Sample[];
}

/** How long the rounds go on. */
export interface Length {
  rounds: number;
  warmUp: number;
  /** Nothing is measured any more after so many minutes from the start of the bench, once there is a round. */
  minutes: number;
}

/** How many entries further on the next round begins. */
const STEP = 7;

/** The part of the time that the warm-up may take. */
const WARM_UP = 0.4;

export const entriesOf = (lines: readonly Line[], contenders: readonly Contender[]): Entry[] =>
  lines.flatMap((line) =>
    contenders
      .filter(({ plan }) => plan.duties || !line.duty)
      .map((contender) => ({ line, contender, next: line.requests(), samples: [] })),
  );

/** Measures every entry once a round; each round begins with another one. @returns how many rounds count */
export async function measure(entries: readonly Entry[], { rounds, warmUp, minutes }: Length): Promise<number> {
  // The clock of `performance` begins with the process.
  const isPast = (part: number) => performance.now() > part * minutes * 60_000;
  for (let round = 0; round < warmUp && (round === 0 || !isPast(WARM_UP)); round++) {
    for (const entry of inTurn(entries, round)) await measureOne(entry);
  }
  for (let round = 0; round < rounds; round++) {
    for (const entry of inTurn(entries, round)) {
      if (round > 0 && isPast(1)) return round;
      entry.samples.push(await measureOne(entry));
    }
  }
  return rounds;
}

const measureOne = ({ contender, line, next }: Entry): Promise<Sample> => contender.measure(line, next);

function inTurn(entries: readonly Entry[], round: number): Entry[] {
  const first = (round * STEP) % Math.max(entries.length, 1);
  return [...entries.slice(first), ...entries.slice(0, first)];
}
