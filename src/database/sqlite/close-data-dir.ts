import { readdirSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { StartError } from '../../config/start-error.js';
import { othersRights, rightsOf, takeOthersRights, WRITE } from '../rights.js';

/** The names of the files that we make in the folder. */
const OURS = /^(jwt-secret|admin\.sock|todo\.(db|lock|moved)(-\w+)?)$/;

/**
 * Keeps other users out of the folder of the embedded database, and logs that. A folder that is not ours, or that holds
 * other files than ours, as /tmp does, stays as it is; if others can read it, that is logged.
 * @throws StartError when others can still write to the folder, or it cannot be read
 */
export function closeDataDir(dir: string): void {
  try {
    close(dir);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`DATA_DIR ${dir} cannot be used: ${(error as Error).message}`);
  }
}

function close(dir: string): void {
  const logger = new Logger('DataDir');
  const isOurs = readdirSync(dir).every((name) => OURS.test(name));
  const { taken, left } = isOurs ? takeOthersRights(dir) : { taken: 0, left: othersRights(dir) };
  if (left & WRITE)
    throw new StartError(`DATA_DIR ${dir} can be written by every user; run chmod o-rwx on it, or set another folder`);
  if (left !== 0) logger.warn(`DATA_DIR ${dir} is open to other users; run chmod o-rwx on it`);
  if (taken !== 0) logger.warn(`DATA_DIR ${dir} was open to other users; its rights are now ${rightsOf(dir)}`);
}
