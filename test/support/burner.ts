import { availableParallelism } from 'node:os';
import { Program } from './process.ts';

/** The program ends when its parent has ended, even by SIGKILL. */
const BURN = 'const parent = process.ppid; while (process.ppid === parent);';

/** Starts programs that take all processor time they can get: as many for each core as are asked for. The caller must end them. */
export function startBurners(forEachCore = 1): Program[] {
  const count = forEachCore * availableParallelism();
  return Array.from({ length: count }, () => new Program({ command: [process.execPath, '-e', BURN] }));
}
