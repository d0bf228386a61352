import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Lock {
  /** A link is to a folder of this repository, which only development uses. */
  packages: Record<string, { dev?: boolean; link?: boolean; resolved?: string; devDependencies?: unknown }>;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Prints the packages that a production installation may have, as CycloneDX. `npm sbom --omit dev` leaves out each package that a
 * development dependency needs as well, such as `@nestjs/core`. So npm gets a lock file without the development dependencies.
 */
function sbom(folder: string): string {
  const project = read('package.json') as Record<string, unknown>;
  const lock = read('package-lock.json') as Lock;
  delete project.devDependencies;
  const links = Object.values(lock.packages).flatMap(({ link, resolved }) => (link ? [resolved] : []));
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).filter(([path, { dev, link }]) => !dev && !link && !links.includes(path)),
  );
  delete lock.packages['']?.devDependencies;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1_024 * 1_024 });
}

const temporary = mkdtempSync(join(tmpdir(), 'todo-sbom-'));
try {
  // npm takes the name of the application from its folder.
  const folder = join(temporary, 'todo-api');
  mkdirSync(folder);
  process.stdout.write(sbom(folder));
} finally {
  rmSync(temporary, { recursive: true });
}
