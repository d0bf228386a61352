import { availableParallelism } from 'node:os';
import { Program } from './process.ts';

/** The command of a program that takes all processor time it can get, and ends when its parent has ended, even by SIGKILL. */
export const BURNER = [
  process.execPath,
  '-e',
  'const parent = process.ppid; while (process.ppid === parent);',
] as const;

/** Starts as many burners for each core as are asked for. The caller must end them. */
export function startBurners(forEachCore = 1): Program[] {
  const count = forEachCore * availableParallelism();
  return Array.from({ length: count }, () => new Program({ command: BURNER }));
}
