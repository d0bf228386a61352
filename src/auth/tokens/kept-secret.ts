import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../config/start-error.js';

/**
 * The signing secret in the folder of the engine, which the first start makes; only the owner of the process can read it.
 * @throws StartError when there is no such folder, or the secret cannot be made or read
 */
export function keptSecret(folder: string | undefined): string {
  if (folder === undefined)
    throw new StartError('JWT_SECRET must be set, since the database has no folder to keep one in');
  const path = join(folder, 'jwt-secret');
  const secret = readOrMake(path);
  if (secret.length < 32)
    throw new StartError(`${path} does not hold a signing secret; remove it to have a new one made`);
  return secret;
}

function readOrMake(path: string): string {
  try {
    if (!existsSync(path)) {
      writeFileSync(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
    }
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new StartError(`The signing secret cannot be kept: ${(error as Error).message}`);
  }
}
