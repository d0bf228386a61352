import { spawnSync } from 'node:child_process';

const UID = 12_345;
const SETPRIV = ['setpriv', `--reuid=${UID}`, '--regid=0', '--clear-groups'];
/** Lets the user read a build in a folder that is root's alone. */
const READS_ALL = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];

/** The start of a command that runs as a user without a name in group 0, as OpenShift does; or why there is none. */
export type ForeignUser = { uid: number; command: [string, ...string[]] } | { uid: number; why: string };

/** Looks for a way to run a program as another user who can read `file`. */
export function foreignUser(file: string): ForeignUser {
  if (process.geteuid?.() !== 0) return { uid: UID, why: 'only root can start a process of another user' };
  const command = [SETPRIV, [...SETPRIV, ...READS_ALL]].find(
    ([program = '', ...args]) => spawnSync(program, [...args, 'head', '-c1', file]).status === 0,
  );
  const [program, ...args] = command ?? [];
  return program === undefined
    ? { uid: UID, why: 'setpriv cannot start a process that reads the build' }
    : { uid: UID, command: [program, ...args] };
}
