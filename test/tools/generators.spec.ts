import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planted, remove } from '../support/planted.js';

const KINDS = ['module', 'controller', 'service', 'guard', 'pipe', 'filter', 'interceptor', 'middleware', 'decorator'];

describe('nest generate', () => {
  let copy: string;
  const run = (tool: string, ...args: string[]) =>
    spawnSync(process.execPath, [resolve('node_modules/.bin', tool), ...args], { cwd: copy, encoding: 'utf8' });

  beforeAll(() => {
    copy = planted([], 'nest-cli.json', 'tsconfig.build.json', '.prettierrc.json');
  });
  afterAll(() => {
    remove(copy);
  });

  it('creates files that compile, registered in the modules', () => {
    for (const kind of KINDS) {
      const { status, stderr } = run('nest', 'generate', kind, 'labels');
      expect([kind, status, stderr]).toEqual([kind, 0, '']);
      expect(existsSync(join(copy, `src/labels/labels.${kind}.ts`)), kind).toBe(true);
    }
    expect(readFileSync(join(copy, 'src/app.module.ts'), 'utf8')).toContain("'./labels/labels.module.js'");
    const { status, stdout } = run('tsc', '--project', 'tsconfig.build.json', '--noEmit');
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it("still has Nest's own resource, by the name of its collection", () => {
    const options = ['--type', 'rest', '--crud', '--dry-run', '--collection', '@nestjs/schematics'];
    const { status, stdout } = run('nest', 'generate', 'resource', 'stock', ...options);
    expect(status).toBe(0);
    expect(stdout).toContain('CREATE src/stock/entities/stock.entity.ts');
    expect(existsSync(join(copy, 'src/stock'))).toBe(false);
  });
});
