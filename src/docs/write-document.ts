import { readFileSync, writeFileSync } from 'node:fs';
import { document } from './document.js';

/** `npm run docs:openapi`: writes openapi.json; with `--check` only tells, by the exit code, whether it is up to date. */
const file = new URL('../../openapi.json', import.meta.url);
const text = `${JSON.stringify(document, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('openapi.json is stale: npm run docs:openapi');
  process.exitCode = 1;
}
