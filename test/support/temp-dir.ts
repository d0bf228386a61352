import { onTestFinished } from 'vitest';
import { removeDir, scratchDir } from './scratch.js';

/** An empty folder that is removed after the test. */
export function tempDir(name = 'test'): string {
  const dir = scratchDir(name);
  onTestFinished(() => removeDir(dir));
  return dir;
}
