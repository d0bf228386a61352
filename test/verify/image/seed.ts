import { fileURLToPath } from 'node:url';
import { Program } from '../../support/process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs the seed's samples against a server without users. @returns what failed; undefined when all passed */
export async function seedFailure(url: string): Promise<string | undefined> {
  const { code, stdout, stderr } = await new Program({
    command: [
      process.execPath,
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'test/verify/image/vitest.config.ts',
    ],
    cwd: ROOT,
    env: { SEED_URL: url, NO_COLOR: '1' },
  }).exit();
  return code === 0 ? undefined : `${stdout}\n${stderr}`;
}
