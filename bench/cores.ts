import { execFileSync } from 'node:child_process';
import { onPath } from '../test/support/on-path.ts';

/** The cores of this machine that the bench may use, and how it divides them; undefined where it cannot. */
export interface Cores {
  all: string;
  generator: string;
  server: string;
}

/** The numbers in a list like `0-2,5`. */
export const numbersIn = (list: string): number[] =>
  list.split(',').flatMap((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });

/** Two cores that this process may run on: the first for the generator of load, the last for the server. */
export function findCores(): Cores | undefined {
  if (!onPath('taskset')) return undefined;
  const text = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  const all = text.trim().split(': ').at(-1) ?? '';
  const numbers = numbersIn(all);
  if (numbers.length < 2) return undefined;
  return { all, generator: String(numbers[0]), server: String(numbers.at(-1)) };
}

/** Moves a process, with all its threads, to some cores. */
export function pin(pid: number | undefined, cores: string | undefined): void {
  if (pid !== undefined && cores !== undefined)
    execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}
