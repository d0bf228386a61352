import { afterAll } from 'vitest';
import { removeDir, scratchDir } from './scratch.js';

/** Every test file has a database of its own; the apps that it starts one after the other share it. */
const dir = scratchDir('sqlite');
process.env.DATA_DIR = dir;

afterAll(() => removeDir(dir));
