import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectCopy } from '../support/project-copy.js';
import { launch } from '../support/spec-server.js';
import { pause, until } from '../support/until.js';

it('npm run dev restarts after a save, not after one with an error, and SIGTERM to npm alone ends all of it', async () => {
  const cwd = projectCopy();
  const program = launch({ cwd, command: ['npm', 'run', 'dev'] }).program;
  const apis = () => [...program.stdout.matchAll(/"api":"([^"]*)"/g)].map(([, api = '']) => api);
  const api = await until('it serves', async () => apis()[0]);
  const file = join(cwd, 'src/todo/todo.ts');

  appendFileSync(file, '\nexport const saved = 1;\n');
  const again = await until('it serves again', async () => apis()[1]);
  await expect(fetch(api)).rejects.toThrow('fetch failed');

  appendFileSync(file, '\nexport const wrong: number = "text";\n');
  await until('it has seen the error', async () => program.stdout.includes('error TS2322'));
  await pause(500);
  expect((await fetch(`${again}/todo`)).status).toBe(401);

  await program.end('SIGTERM');
  await expect(fetch(again)).rejects.toThrow('fetch failed');
  expect(program.stdout).toMatch(/"cut":0,"msg":"stopped"/);
});
