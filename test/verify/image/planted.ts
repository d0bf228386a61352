import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDir } from '../../support/scratch.ts';
import { build, type Build } from './base.ts';
import { anyUserFaults, earlySignalFaults, type Faults, signalFaults } from './running.ts';
import { tool } from './tools.ts';

interface Planted {
  what: string;
  find: string;
  replace: string;
  /** The check that must find it. */
  check: (image: string) => Faults;
}

const CMD = 'CMD ["node", "dist/main.js"]';

/** Faults of a Dockerfile, and of the product. */
const PLANTED: Planted[] = [
  { what: 'a shell as the first process', find: CMD, replace: 'CMD node dist/main.js && true', check: signalFaults },
  {
    what: 'a product that handles no signal',
    find: CMD,
    replace: `USER 0\nRUN sed -i 's/^receiveStopSignals();//' dist/main.js\nUSER 1000\n${CMD}`,
    check: earlySignalFaults,
  },
  { what: 'a folder for one user alone', find: 'mkdir -m 770', replace: 'mkdir -m 700', check: anyUserFaults },
];

/** Plants each fault into the Dockerfile. @returns those that were not found */
export async function plantedNotFound(sound: Omit<Build, 'name'>): Faults {
  const missed: string[] = [];
  for (const { what, find, replace, check } of PLANTED) {
    const text = readFileSync('Dockerfile', 'utf8');
    if (!text.includes(find)) throw new Error(`the Dockerfile has no ${find}`);
    const file = join(scratchDir('planted'), 'Dockerfile');
    writeFileSync(file, text.replace(find, replace));
    const name = 'localhost/todo-verify-planted';
    await build({ ...sound, name, file });
    const [fault] = await check(name);
    console.log(`planted ${what}: ${fault === undefined ? 'NOT FOUND' : `found: ${fault.split('\n', 1)[0]}`}`);
    if (fault === undefined) missed.push(`planted, and not found: ${what}`);
    await tool('podman', 'rmi', '--force', name);
  }
  return missed;
}
