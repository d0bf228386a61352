import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Command } from '../command.js';
import { commandOf, commands } from '../commands/commands.js';

/** A command line. */
export interface CommandLine {
  command: Command;
  input: Record<string, unknown>;
  /** Whether entries are printed as JSON. */
  json: boolean;
  /** Whether nothing is asked before what cannot be undone. */
  yes: boolean;
  /** The name of the operator, if one is given. */
  as?: string;
}

/** A command line that cannot be understood. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';

  /** @param usage what would be right */
  constructor(
    message: string,
    readonly usage: string,
  ) {
    super(message);
  }
}

/** The options that every command takes, with what they do. */
const SHARED = {
  json: { type: 'boolean', about: 'prints each entry as one line of JSON' },
  yes: { type: 'boolean', about: 'asks nothing before what cannot be undone' },
  as: { type: 'string', about: 'the name of the operator in the security event; by default that of the system' },
} as const;

const NAME_OF_OPERATOR = /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u;

/** `firstName` as an option is `first-name`. */
const dashed = (property: string) => property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Reads a command line; undefined when it asks for help. @throws WrongUsage */
export function read(args: string[]): CommandLine | undefined {
  if (args.some((each) => each === '--help' || each === '-h')) return undefined;
  const [words, rest] = [args.slice(0, 2), args.slice(2)];
  const command = commandOf(words.join(' '));
  if (!command) throw new WrongUsage(args.length === 0 ? 'A command is missing' : 'There is no such command', help());
  try {
    return readOf(command, rest);
  } catch (error) {
    throw new WrongUsage((error as Error).message, `admin ${usageOf(command)}`);
  }
}

/** Reads what follows the words of a command. @throws Error */
function readOf(command: Command, args: string[]): CommandLine {
  const { values, positionals } = parseArgs({ args, options: optionsOf(command), allowPositionals: true });
  const { json = false, yes = false, as } = values as Partial<Pick<CommandLine, keyof typeof SHARED>>;
  if (as !== undefined && !NAME_OF_OPERATOR.test(as))
    throw new Error('--as must be a name of at most 64 visible characters');
  return { command, input: { ...operandOf(command, positionals), ...inputOf(command, values) }, json, yes, as };
}

function optionsOf({ options = {} }: Command): ParseArgsOptionsConfig {
  const own = Object.entries(options).map(([property, { value }]) => [
    dashed(property),
    { type: value === undefined ? 'boolean' : 'string' } as const,
  ]);
  const shared = Object.entries(SHARED).map(([name, { type }]) => [name, { type }]);
  return Object.fromEntries([...own, ...shared]) as ParseArgsOptionsConfig;
}

function operandOf({ operand }: Command, words: string[]): Record<string, string> {
  const [word, ...more] = words;
  if (operand === undefined && word === undefined) return {};
  if (operand === undefined || more.length > 0) throw new Error('There is a word too many');
  if (word === undefined) throw new Error(`The <${operand}> is missing`);
  return { [operand]: word };
}

function inputOf({ options = {} }: Command, values: Record<string, unknown>): Record<string, unknown> {
  const given = Object.keys(options).map((property) => [property, values[dashed(property)]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

const columns = (rows: [string, string][]): string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};

/** How a command is called. */
function usageOf({ name, operand, options = {} }: Command): string {
  const optional = Object.entries(options).map(
    ([property, { value }]) => `[--${dashed(property)}${value === undefined ? '' : ` <${value}>`}]`,
  );
  return [name, ...(operand === undefined ? [] : [`<${operand}>`]), ...optional].join(' ');
}

/** The help. */
export const help = (): string =>
  [
    'admin <command> [options]',
    '',
    ...columns(commands.map((command) => [usageOf(command), command.about])),
    '',
    'Every command takes these options:',
    ...columns(Object.entries(SHARED).map(([name, { about }]) => [`--${name}`, about])),
    '',
    'A <user> is an email or an id. A password is asked for, or read from the standard input.',
    'The exit code is 0 when the command is done, 1 when it is refused or fails, and 2 when it is called wrongly.',
  ].join('\n');
