import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The names that a pattern finds in a file, each once. */
const named = (path: string, pattern: RegExp): string[] =>
  [...new Set([...readFileSync(path, 'utf8').matchAll(pattern)].map(([, name = '']) => name))].sort();

const alerts = named('deploy/prometheus/alerts.rules.yml', /alert: (\w+)/g);

it('each alert is explained, and has a test of promtool', () => {
  expect(alerts.length).toBeGreaterThan(10);
  expect(named('docs/operations.md', /^\| `(Todo\w+)`/gm)).toEqual(alerts);
  expect(named('deploy/prometheus/rules.test.yml', /alertname: (\w+)/g)).toEqual(alerts);
});
