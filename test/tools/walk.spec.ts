import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GeneratedCopy } from '../support/generated.js';
import { tempDir } from '../support/temp-dir.js';

const page = readFileSync('CONTRIBUTING.md', 'utf8');
const walk = page.slice(page.indexOf('## Five minutes'), page.indexOf('## npm scripts'));

/** The blocks of code of the walk, in their order. */
const blocks = [...walk.matchAll(/^```(bash|text|diff)\n([^]*?)^```$/gm)].map(([, kind = '', text = '']) => ({
  kind,
  text,
}));

// Somebody may have followed the walk. Then its feature is there already.
it.skipIf(existsSync('src/comments'))(
  'the walk through a new feature works as it is written, and needs no edit but its own',
  async () => {
    const dir = tempDir('walk');
    const copy = await GeneratedCopy.in(dir);
    let printed = '';
    for (const { kind, text } of blocks) {
      if (kind === 'bash') printed = await copy.succeed('sh', '-ec', text);
      if (kind === 'text') expect(printed.replace(/ \(\d+ bytes\)/g, '')).toContain(text);
      if (kind === 'diff') {
        expect(await copy.changes()).toEqual([
          ' M openapi.json',
          ' M requests.http',
          ' M src/app.module.ts',
          '?? src/comments/',
          '?? test/contracts/comments.spec.ts',
          '?? test/e2e/comments.spec.ts',
        ]);
        writeFileSync(join(dir, 'a.diff'), text);
        await copy.git('apply', 'a.diff');
      }
    }
    expect(blocks.map(({ kind }) => kind)).toEqual(['bash', 'text', 'diff', 'bash']);
    expect(printed).toMatch(/Tests +[1-9]\d* passed/);
    await copy.succeed('prettier', '--check', 'src/comments', 'test/*/comments.spec.ts');
  },
);
