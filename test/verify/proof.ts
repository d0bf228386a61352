import { parseArgs } from 'node:util';
import { exitOnSignals } from '../support/process.ts';

/** The exit code of a proof that could not run, because this machine lacks a tool. */
export const LACKS_TOOL = 77;

/** Ends a proof that hangs, and has every process that it has started end with it, at a signal too. */
export function giveUpAfter(ms: number): void {
  exitOnSignals();
  setTimeout(() => {
    console.error(`not done within ${ms / 1_000} s`);
    process.exit(1);
  }, ms).unref();
}

/** The engine that `--engine` names, of a proof that has no other flag. */
const engineAsked = () => parseArgs({ options: { engine: { type: 'string' } } }).values.engine;

/** Runs a proof on each engine, or on the one that is asked for. It returns whether all is as it should be. */
export async function onEngines(
  proofs: Record<'sqlite' | 'mongodb', () => Promise<boolean>>,
  asked = engineAsked(),
): Promise<void> {
  const chosen = Object.entries(proofs).filter(([engine]) => asked === undefined || asked === engine);
  if (chosen.length === 0) throw new Error(`there is no engine named ${asked}`);
  for (const [, proof] of chosen) if (!(await proof())) process.exitCode = 1;
}
