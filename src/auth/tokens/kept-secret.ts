import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../config/start-error.js';

/**
 * The signing secret that is made at the first start and kept, for its owner's eyes only, beside the embedded database.
 * @throws StartError when it cannot be made or read
 */
export function keptSecret(dir: string): string {
  const path = join(dir, 'jwt-secret');
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
