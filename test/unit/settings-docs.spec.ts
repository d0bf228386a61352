import 'reflect-metadata';
import { expect, test } from 'vitest';
import { isStale, rendered } from '../../scripts/settings-docs.js';
import '../../src/config/config.js';
import { settingDocs } from '../../src/config/setting.js';

test('docs/configuration.md and .env.example describe every setting as Config does', async () => {
  expect(settingDocs().length).toBeGreaterThan(0);
  for (const [path, content] of await rendered(settingDocs())) {
    expect(isStale(path, content), `${path} is stale; run npm run docs:settings`).toBe(false);
  }
});

test('.env.example names every setting, and every secret as a file as well', async () => {
  const files = [...(await rendered(settingDocs()))];
  const example = files.find(([path]) => path.endsWith('.env.example'))?.[1];
  for (const { name, secret } of settingDocs()) {
    expect(example).toContain(`\n#${name}=`);
    if (secret) expect(example).toContain(`\n#${name}_FILE=`);
  }
});
