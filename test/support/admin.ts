import { resolve } from 'node:path';
import type { Exit, Program } from './process.ts';
import { Server } from './server.ts';

/** The commands of operators, in the build. */
export const ADMIN = resolve('dist/admin.js');

/** A command's environment, and its standard input; without one it has none. */
export interface AdminOptions {
  env: Record<string, string>;
  input?: string;
}

/** Starts a command of an operator in a process of its own. A slow machine is waited for, as for servers. */
export function launchAdmin(args: readonly string[], { env, input }: AdminOptions): Program {
  const command = [process.execPath, ADMIN, ...args] as const;
  const patient = { MONGODB_TIMEOUT: '2m', REQUEST_TIMEOUT: '2m', ...env };
  const { program } = new Server({ command, env: patient, input: input !== undefined });
  if (input !== undefined) program.endInput(input);
  return program;
}

/** Runs a command to its end. */
export const admin = (args: readonly string[], options: AdminOptions): Promise<Exit> =>
  launchAdmin(args, options).exit();
