import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/spec-server.js';
import { compileErrors, typedClient, WRONG_DUE_DATE } from '../verify/clients/typed.js';

const SNIPPET = /<!-- client: [^>]*-->\s*```ts\n(.*?)```/s.exec(readFileSync('docs/clients.md', 'utf8'))?.[1] ?? '';
const BASE = 'http://localhost:5000/api';

describe('a client with the types of openapi-typescript', () => {
  let dir: string;
  const output = async (file: string, ...args: string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [join(dir, file), ...args], { cwd: dir })).stdout;

  beforeAll(async () => {
    dir = await typedClient();
    writeFileSync(join(dir, 'snippet.ts'), SNIPPET);
  });

  it('compiles, but for a due date that is a number', () => {
    expect(compileErrors(dir)).toEqual([expect.stringMatching(WRONG_DUE_DATE)]);
  });

  it('uses every operation of a server', async () => {
    const { api } = await startServer();
    expect(await output('flow.ts', api)).toBe('the flow has succeeded\n');
  });

  it('runs as docs/clients.md shows it', async () => {
    expect(SNIPPET).toContain(BASE);
    const { api } = await startServer();
    writeFileSync(join(dir, 'here.ts'), SNIPPET.replace(BASE, api));
    expect(await output('here.ts')).toBe('Buy milk 2030-01-31T00:00:00.000Z\n');
  });
});
