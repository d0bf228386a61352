import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();
process.on('exit', () => folders.forEach(removeDir));

/** An empty folder, which is removed when this process exits, unless `removeDir` removes it before. */
export function scratchDir(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `todo-${name}-`));
  folders.add(dir);
  return dir;
}

/** Removes a folder with everything in it. The retries are for a process in it that is just being killed. */
export function removeDir(dir: string): void {
  folders.delete(dir);
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
