import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Frees the garbage of loading the modules. It is half of the heap, and V8 would keep it until memory gets short. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;
  // This flavour also hands the freed pages back to the operating system.
  gc({ type: 'major', flavor: 'last-resort' });
}
