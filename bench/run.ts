// `npm run bench`: server CPU microseconds per request of ours and of others, measured side by side; see README.md.
import { exitOnSignals } from '../test/support/process.ts';
import { scratchDir } from '../test/support/scratch.ts';
import { findCores, pin } from './cores.ts';
import { measureCosts } from './costs.ts';
import { readFlags } from './flags.ts';
import { measureGrowth } from './growth.ts';
import { measureLatency } from './latency.ts';

exitOnSignals();
const flags = readFlags(process.argv.slice(2));
const cores = findCores();
pin(process.pid, cores?.generator);
const measure = { costs: measureCosts, growth: measureGrowth, latency: measureLatency }[flags.command];
await measure({ flags, dir: scratchDir('bench'), cores });
