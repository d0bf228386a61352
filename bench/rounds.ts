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
  /** No round begins after so many minutes. */
  minutes: number;
}

export const entriesOf = (lines: readonly Line[], contenders: readonly Contender[]): Entry[] =>
  lines.flatMap((line) =>
    contenders
      .filter(({ plan }) => plan.duties || !line.duty)
      .map((contender) => ({ line, contender, next: line.requests(), samples: [] })),
  );

/** Measures every entry once a round; each round begins with another one. @returns how many rounds count */
export async function measure(entries: readonly Entry[], { rounds, warmUp, minutes }: Length): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  for (let round = 0; round < warmUp + rounds; round++) {
    if (performance.now() > end && round > warmUp) return round - warmUp;
    const first = (round * 7) % entries.length;
    for (const { line, contender, next, samples } of [...entries.slice(first), ...entries.slice(0, first)]) {
      const sample = await contender.measure(line, next);
      if (round >= warmUp) samples.push(sample);
    }
  }
  return rounds;
}
