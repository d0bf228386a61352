import { expect, it } from 'vitest';
import { numbersIn } from '../../../bench/cores.js';
import { readFlags } from '../../../bench/flags.js';
import { LINES } from '../../../bench/lines.js';

it('measures every line by default', () => {
  expect(readFlags([])).toMatchObject({ command: 'costs', mongodb: false, against: undefined });
  expect(readFlags([]).only).toEqual([...LINES.map(({ key }) => key), 'login']);
});

it.each([
  [['--only', 'one', '--only', 'post', '--rounds', '3'], { only: ['one', 'post'], rounds: 3 }],
  [['--dist', 'a', '--dist', 'b'], { dist: ['a', 'b'], severalBuilds: true }],
  [['--against', 'HEAD~1'], { against: 'HEAD~1', severalBuilds: true }],
  [['growth', '--mongodb'], { command: 'growth', mongodb: true, severalBuilds: false }],
])('reads %j', (args, flags) => expect(readFlags(args)).toMatchObject(flags));

it.each([
  [['--only', 'two'], /there is no line two, but: one, list, /],
  [['--rounds', '1.5'], /--rounds must be a whole number/],
  [['shrink'], /shrink is neither growth nor latency/],
])('refuses %j', (args, message) => expect(() => readFlags(args)).toThrow(message));

it('sends another request each time when it writes', () => {
  for (const { key, requests } of LINES) {
    const next = requests();
    const [first, second] = [next(), next()];
    expect(first.text, key).toMatch(/^(GET|POST|PATCH) \/api\/todo\S* HTTP\/1\.1\r\nHost: localhost\r\n/);
    expect(first.text === second.text, key).toBe(first.text.startsWith('GET'));
  }
});

it.each([
  ['0,1', [0, 1]],
  ['2-4,7', [2, 3, 4, 7]],
  ['3', [3]],
])('reads the cores %s', (list, numbers) => expect(numbersIn(list)).toEqual(numbers));
