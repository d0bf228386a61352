import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planted, remove, reportOf } from '../support/planted.js';

const FAULTS: [rule: string, file: string, text: string][] = [
  ['no-restricted-properties', 'todo/a.ts', 'export const port = process.env.PORT;'],
  ['no-restricted-properties', 'b.ts', "export const port = process['env'].PORT;"],
  ['no-restricted-properties', 'todo/c.ts', 'export const { env } = process;'],
  ['no-restricted-imports', 'todo/d.ts', "import { env } from 'node:process';\nexport const port = env.PORT;"],
  ['no-restricted-imports', 'todo/e.ts', "import process from 'process';\nexport const node = process.version;"],
  [
    'no-restricted-syntax',
    'todo/a.controller.ts',
    "import type { CreateTodoDto } from './dto/create-todo.dto.js';\nexport type Body = CreateTodoDto;",
  ],
  [
    'no-restricted-syntax',
    'todo/b.controller.ts',
    "import { type CreateTodoDto } from './dto/create-todo.dto.js';\nexport type Body = CreateTodoDto;",
  ],
  ['@typescript-eslint/no-explicit-any', 'todo/f.ts', 'export type Anything = any;'],
  ['@typescript-eslint/no-non-null-assertion', 'todo/g.ts', 'export const first = (of: string[]) => of[0]!;'],
  ['@typescript-eslint/no-floating-promises', 'todo/h.ts', 'Promise.resolve(1);\nexport {};'],
];

const FINE: [file: string, text: string][] = [
  ['config/a.ts', 'export const port = process.env.PORT;'],
  ['i.ts', 'export const node = process.versions.node;'],
  [
    'todo/a.service.ts',
    "import type { CreateTodoDto } from './dto/create-todo.dto.js';\nexport type Body = CreateTodoDto;",
  ],
  ['todo/c.controller.ts', "export { CreateTodoDto } from './dto/create-todo.dto.js';"],
];

type Report = { filePath: string; messages: { ruleId: string | null; message: string }[] }[];

describe('ESLint', () => {
  let copy: string;
  let report: Report;
  /** The rules that a file breaks; for a file that cannot be parsed, the error. */
  const broken = (file: string) =>
    report
      .filter(({ filePath }) => filePath.endsWith(`/src/${file}`))
      .flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));

  beforeAll(() => {
    const files = [...FAULTS.map(([, file, text]) => [file, text] as const), ...FINE];
    copy = planted(files, '.eslintrc.js');
    report = reportOf(copy, 'eslint', ...files.map(([file]) => `src/${file}`), '--format', 'json') as Report;
  });
  afterAll(() => {
    remove(copy);
  });

  it.each(FAULTS)('finds %s in src/%s: %s', (rule, file) => {
    expect(broken(file)).toEqual([rule]);
  });

  it.each(FINE)('finds nothing in src/%s: %s', (file) => {
    expect(report.map(({ filePath }) => filePath)).toContainEqual(expect.stringContaining(`/src/${file}`));
    expect(broken(file)).toEqual([]);
  });
});
