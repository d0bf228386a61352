// Builds the image on a base of Debian and Node, and runs it with few rights: it serves, stops, and says what is wrong.
// The Dockerfile is built as it is; node:24-slim is replaced by a stand-in, which needs no registry of images.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDir } from '../../support/scratch.ts';
import { giveUpAfter, LACKS_TOOL } from '../proof.ts';
import { build, standInBase } from './base.ts';
import { labelFaults, sbomFaults, sizeFaults } from './content.ts';
import { limitMemory } from './container.ts';
import { mongodbFaults } from './mongodb.ts';
import { plantedNotFound } from './planted.ts';
import {
  anyUserFaults,
  configurationFaults,
  earlySignalFaults,
  type Faults,
  healthFaults,
  serveFaults,
  signalFaults,
} from './running.ts';
import { lackOfTools, tool } from './tools.ts';

const IMAGE = 'localhost/todo-verify';
const WITHOUT_SHELL = 'localhost/todo-verify-without-shell';
const GIVE_UP_MS = 60 * 60_000;

/** The same image without any shell. */
async function removeShells(): Promise<void> {
  const file = join(scratchDir('without-shell'), 'Containerfile');
  const remove = `for (const name of ['sh', 'bash', 'dash', 'rbash']) require('node:fs').rmSync('/bin/' + name, { force: true });`;
  writeFileSync(file, `FROM ${IMAGE}\nUSER 0\nRUN ["node", "-e", ${JSON.stringify(remove)}]\nUSER 1000\n`);
  const how = ['--isolation', 'chroot', '--format', 'docker'];
  await tool('buildah', 'bud', ...how, '-f', file, '-t', WITHOUT_SHELL, join(file, '..'));
}

async function check(what: string, work: () => Faults): Promise<boolean> {
  const faults = await work().catch((error: unknown) => [String(error)]);
  console.log(`${what}: ${faults.length === 0 ? 'ok' : faults.join('\n  ')}`);
  return faults.length === 0;
}

async function main(): Promise<boolean> {
  const base = await standInBase();
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  console.log(`building on ${base}`);
  await build({ base, name: IMAGE, revision });
  await removeShells();
  const bytes = await limitMemory(IMAGE);
  const checks: [string, () => Faults][] = [
    ['size', () => sizeFaults(IMAGE, base)],
    ['labels', () => labelFaults(IMAGE, revision)],
    ['list of packages', () => sbomFaults(IMAGE)],
    ['seed, rights, SIGTERM', () => serveFaults(IMAGE, bytes)],
    ['SIGTERM during the start', () => earlySignalFaults(IMAGE)],
    ['without a shell: SIGTERM', () => signalFaults(WITHOUT_SHELL)],
    ['without a shell: HEALTHCHECK', () => healthFaults(WITHOUT_SHELL)],
    ['any user', () => anyUserFaults(IMAGE)],
    ['wrong configuration', () => configurationFaults(IMAGE)],
    ['MongoDB', () => mongodbFaults(IMAGE)],
    ['planted faults', () => plantedNotFound({ base, revision })],
  ];
  let isOk = true;
  for (const [what, work] of checks) isOk = (await check(what, work)) && isOk;
  return isOk;
}

const lack = lackOfTools();
if (lack !== undefined) {
  console.error(lack);
  process.exitCode = LACKS_TOOL;
} else {
  giveUpAfter(GIVE_UP_MS);
  const isOk = await main();
  console.log(isOk ? 'ok' : 'BROKEN');
  process.exitCode = isOk ? 0 : 1;
}
