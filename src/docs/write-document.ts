import { readFileSync, writeFileSync } from 'node:fs';
import { document } from './document.js';

/** `npm run docs:openapi` writes openapi.json. With `--check` it writes nothing, and exits with 1 if the file is stale. */
const file = new URL('../../openapi.json', import.meta.url);
const text = `${JSON.stringify(document, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('openapi.json is stale: npm run docs:openapi');
  process.exitCode = 1;
}
