import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Every test file has a database of its own; the apps that it starts one after the other share it. */
const dir = mkdtempSync(join(tmpdir(), 'todo-api-test-'));
process.env.DATA_DIR = dir;

afterAll(() => rmSync(dir, { recursive: true, force: true }));
