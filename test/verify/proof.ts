import { parseArgs } from 'node:util';
import { exitOnSignals } from '../support/process.ts';

/** Ends a proof that hangs, and has every process that it has started end with it, at a signal too. */
export function giveUpAfter(ms: number): void {
  exitOnSignals();
  setTimeout(() => {
    console.error(`not done within ${ms / 1_000} s`);
    process.exit(1);
  }, ms).unref();
}

/** Runs a proof on each engine, or on the one that `--engine` names. It returns whether all is as it should be. */
export async function onEngines(proofs: Record<'sqlite' | 'mongodb', () => Promise<boolean>>): Promise<void> {
  const { values: flags } = parseArgs({ options: { engine: { type: 'string' } } });
  const chosen = Object.entries(proofs).filter(([engine]) => flags.engine === undefined || flags.engine === engine);
  if (chosen.length === 0) throw new Error(`there is no engine named ${flags.engine}`);
  for (const [, proof] of chosen) if (!(await proof())) process.exitCode = 1;
}
