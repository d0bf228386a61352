import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { StartError } from '../../config/start-error.js';
import { guessable, isOneCharacter } from '../../config/warnings.js';
import { READ, rightsOf, takeOthersRights, WRITE } from '../../database/rights.js';

const logger = new Logger('SigningKeys');

/**
 * The signing secret in the folder of the engine, which the first start makes; only the owner of the process can read it.
 * @throws StartError when there is no such folder, or the secret cannot be made, read, or kept from other users
 */
export function keptSecret(folder: string | undefined): string {
  if (folder === undefined)
    throw new StartError('JWT_SECRET must be set, since the database has no folder to keep one in');
  const path = join(folder, 'jwt-secret');
  const secret = readOrMake(path);
  if (secret.length < 32)
    throw new StartError(`${path} does not hold a signing secret; remove it to have a new one made`);
  if (isOneCharacter(secret)) logger.warn(guessable(path));
  return secret;
}

function readOrMake(path: string): string {
  try {
    if (!existsSync(path)) {
      writeFileSync(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
    }
    keepOthersOut(path);
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`The signing secret cannot be kept: ${(error as Error).message}`);
  }
}

/** Takes the rights of other users to the secret away, and logs that. @throws StartError when they keep them */
function keepOthersOut(path: string): void {
  const { taken, left } = takeOthersRights(path);
  if (left & (READ | WRITE))
    throw new StartError(`${path} is open to every user; run chmod o-rwx on it, or set JWT_SECRET_FILE`);
  if (taken !== 0)
    logger.warn(
      `${path} was open to other users; its rights are now ${rightsOf(path)}. If others may have read it, remove it`,
    );
}
