// `npm run verify -- <name>` builds the product and runs one of the long proofs, with the arguments that follow the name.
// `npm run verify` lists them. A proof is a folder with a run.ts, whose first line says what it proves.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = import.meta.dirname;
const NEST = fileURLToPath(new URL('../../node_modules/@nestjs/cli/bin/nest.js', import.meta.url));

const names = globSync('*/run.ts', { cwd: HERE }).map(dirname).toSorted();

/** One line for each proof: its name and what it proves. */
function list(): string {
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => {
    const [first = ''] = readFileSync(`${HERE}/${name}/run.ts`, 'utf8').split('\n', 1);
    return `  ${name.padEnd(width)}  ${first.replace(/^\/\/ /, '')}`;
  });
  return ['npm run verify -- <name>', ...lines].join('\n');
}

async function run(name: string): Promise<void> {
  execFileSync(process.execPath, [NEST, 'build'], { stdio: 'inherit' });
  // The proof runs in this process, so its exit code and the signals that end it are this process's own.
  process.argv.splice(2, 1);
  await import(`./${name}/run.ts`);
}

const name = process.argv[2];
if (name === undefined) {
  console.log(list());
} else if (names.includes(name)) {
  await run(name);
} else {
  console.error(`There is no proof named ${name}.\n${list()}`);
  process.exitCode = 2;
}
