import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LINES, SIGN_IN } from './lines.ts';

const OPTIONS = {
  rounds: { type: 'string', default: '12' },
  'warm-up': { type: 'string', default: '3' },
  minutes: { type: 'string', default: '6' },
  only: { type: 'string', multiple: true },
  dist: { type: 'string', multiple: true },
  against: { type: 'string' },
  mongodb: { type: 'boolean', default: false },
  todos: { type: 'string', default: '1000000' },
  json: { type: 'string', default: 'reports/bench.json' },
} as const;

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** What a run is to do. */
export interface Flags {
  command: 'costs' | 'growth' | 'latency';
  rounds: number;
  warmUp: number;
  minutes: number;
  /** The keys of the lines to measure. */
  only: readonly string[];
  dist: readonly string[];
  against: string | undefined;
  mongodb: boolean;
  /** Whether builds of ours are compared with each other, and not with other contenders. */
  severalBuilds: boolean;
  /** How many todos the large database of `growth` has. */
  todos: number;
  json: string;
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number`);
  return Number(text);
}

/** Reads the command line. @throws an error with the choices */
export function readFlags(args: string[]): Flags {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [command = 'costs'] = positionals;
  if (command !== 'costs' && command !== 'growth' && command !== 'latency')
    throw new Error(`${command} is neither growth nor latency`);
  const keys = [...LINES.map(({ key }) => key), SIGN_IN];
  const unknown = values.only?.find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`there is no line ${unknown}, but: ${keys.join(', ')}`);
  const dist = values.dist ?? [DIST];
  return {
    command,
    rounds: count('rounds', values.rounds),
    warmUp: count('warm-up', values['warm-up']),
    minutes: count('minutes', values.minutes),
    only: values.only ?? keys,
    dist,
    against: values.against,
    mongodb: values.mongodb,
    severalBuilds: dist.length > 1 || values.against !== undefined,
    todos: count('todos', values.todos),
    json: values.json,
  };
}
