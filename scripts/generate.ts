// `npm run g -- resource comments --fields "body:text!" --parent todo`: the schematics of `nest g`, with all of their options.
// The Nest CLI refuses options that it does not know itself.
import { spawnSync } from 'node:child_process';

const [schematic = '', ...options] = process.argv.slice(2);
const { status } = spawnSync('schematics', [`todo-api-schematics:${schematic}`, ...options], { stdio: 'inherit' });
process.exitCode = status ?? 1;
