import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { help, read, WrongUsage } from '../../../src/admin/terminal/arguments.js';
import { commands } from '../../../src/admin/commands/commands.js';

/** Right command lines: the command, the input, and the flags that differ from the defaults. */
const RIGHT: [line: string[], name: string, input: object, flags?: object][] = [
  [['user', 'list'], 'user list', {}],
  [['user', 'list', '--disabled', '--json'], 'user list', { disabled: true }, { json: true }],
  [['user', 'show', 'a@mail.com'], 'user show', { user: 'a@mail.com' }],
  [['user', 'show', '--as', 'Eve M.', 'a@mail.com'], 'user show', { user: 'a@mail.com' }, { as: 'Eve M.' }],
  [['user', 'create', 'a@mail.com', '--first-name', 'A'], 'user create', { email: 'a@mail.com', firstName: 'A' }],
  [
    ['user', 'rename', 'a', '--first-name=', '--last-name', 'B'],
    'user rename',
    { user: 'a', firstName: '', lastName: 'B' },
  ],
  [['user', 'erase', '--yes', '--', '-a@mail.com'], 'user erase', { user: '-a@mail.com' }, { yes: true }],
  [['limits', 'clear', '--address', '::1'], 'limits clear', { address: '::1' }],
];

it.each(RIGHT)('%j is %s with %j', (args, name, input, flags = {}) => {
  const { command, ...rest } = read(args) ?? {};
  expect(command?.name).toBe(name);
  expect(rest).toEqual({ input, json: false, yes: false, as: undefined, ...flags });
});

/** Wrong command lines, and the messages. */
const WRONG: [line: string[], message: string | RegExp][] = [
  [[], 'A command is missing'],
  [['user'], 'There is no such command'],
  [['user', 'delete', 'x@mail.com'], 'There is no such command'],
  [['--json', 'user', 'list'], 'There is no such command'],
  [['__proto__', 'constructor'], 'There is no such command'],
  [['user', 'show'], 'The <user> is missing'],
  [['user', 'show', 'a@mail.com', 'b@mail.com'], 'There is a word too many'],
  [['user', 'list', 'a@mail.com'], 'There is a word too many'],
  [['user', 'list', '--all'], /^Unknown option '--all'/],
  [['user', 'list', '--disabled=yes'], /--disabled/],
  [['user', 'create', 'a@mail.com', '--password', 'x'], /^Unknown option '--password'/],
  [['user', 'show', 'a@mail.com', '--first-name', 'x'], /^Unknown option '--first-name'/],
  [['user', 'rename', 'a@mail.com', '--first-name'], /--first-name/],
  [['user', 'list', '--as', ''], /^--as must be a name/],
  [['user', 'list', '--as', 'a\nb'], /^--as must be a name/],
  [['user', 'list', '--as', 'a\u202eb'], /^--as must be a name/],
  [['user', 'list', '--as', 'a'.repeat(65)], /^--as must be a name/],
];

it.each(WRONG)('%j is refused: %s', (args, message) => {
  expect(() => read(args)).toThrow(WrongUsage);
  expect(() => read(args)).toThrow(message);
});

it('a wrong call of a command shows how it is called, and any other the help', () => {
  const usageOf = (args: string[]) => {
    try {
      read(args);
      return undefined;
    } catch (error) {
      return (error as WrongUsage).usage;
    }
  };
  expect(usageOf(['user', 'create'])).toBe('admin user create <email> [--first-name <name>] [--last-name <name>]');
  expect(usageOf(['user', 'list', 'x'])).toBe('admin user list [--disabled]');
  expect(usageOf(['users'])).toBe(help());
});

it.each([['--help'], ['-h'], ['user', 'show', '--help'], ['--help', 'nonsense']].map((args) => [args]))(
  '%j asks for help',
  (args) => {
    expect(read(args)).toBeUndefined();
  },
);

it('the help and docs/operations.md list every command', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  for (const { name, about } of commands) {
    expect(help()).toMatch(new RegExp(`^  ${name}( .*)?  ${about.replace(/[/.]/g, '\\$&')}$`, 'm'));
    expect(page).toContain(name);
  }
});
