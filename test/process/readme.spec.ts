import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startServer } from '../support/spec-server.js';

const README = readFileSync('README.md', 'utf8');

/** The commands of the session, and the lines that they print according to the README. */
function session(): { script: string; printed: string[] } {
  const block = /<!-- session: [^>]*-->\s*```bash\n(.*?)```/s.exec(README)?.[1] ?? '';
  const printed = block.split('\n').filter((line) => line.startsWith('#> '));
  return { script: block, printed: printed.map((line) => line.slice(3)) };
}

/** Replaces ids and instants, which differ from run to run. */
const normal = (line: string): string =>
  line
    .replace(/[0-9a-f]{24}/g, '<id>')
    .replace(/"(created|updated)_at":"\d{4}-\d\d-\d\dT[\d:.]{12}Z"/g, '"$1_at":"<instant>"');

test('the commands of the first session print the lines that the README shows', async () => {
  const { script, printed } = session();
  expect(printed.length).toBeGreaterThanOrEqual(7);
  expect(script).toContain('http://localhost:5000/api');
  const { api } = await startServer();
  const output = execFileSync('bash', ['-e', '-u'], {
    input: script.replaceAll('http://localhost:5000/api', api),
    encoding: 'utf8',
  });
  expect(output.trim().split('\n').map(normal)).toEqual(printed.map(normal));
});
