import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchDir } from '../../support/scratch.ts';
import { alerts } from './queries.ts';

const run = promisify(execFile);
const FOLDER = 'deploy/prometheus';
const ALERTS = 'alerts.rules.yml';

/** Runs the unit tests of the rules in a folder. @returns the failures; an empty text when there are none */
async function failures(promtool: string, folder: string): Promise<string> {
  try {
    await run(promtool, ['test', 'rules', 'rules.test.yml'], { cwd: folder });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

/**
 * Checks the example configuration with its rules, and runs the unit tests of the rules: each alert fires and clears. As a
 * control, alerts that never fire, and alerts that fire whenever there is a value, must fail a test each.
 */
export async function testRules(promtool: string): Promise<boolean> {
  await run(promtool, ['check', 'config', 'prometheus.yml'], { cwd: FOLDER });
  const failed = await failures(promtool, FOLDER);
  const [never, always] = [await withThreshold(promtool, '+Inf'), await withThreshold(promtool, '-Inf')];
  // `absent` has a value only when it should fire.
  const unnoticed = alerts().filter((alert) => !never.has(alert) || (!always.has(alert) && alert !== 'TodoAbsent'));
  if (failed !== '') console.log(failed);
  for (const alert of unnoticed) console.log(`  no test notices that ${alert} never fires, or never clears`);
  console.log(`promtool: ${alerts().length} alerts, of which ${unnoticed.length} are not tested to fire and to clear`);
  return failed === '' && unnoticed.length === 0;
}

/** Gives every alert another threshold. @returns the alerts whose tests fail */
async function withThreshold(promtool: string, threshold: '+Inf' | '-Inf'): Promise<Set<string>> {
  const folder = scratchDir('rules');
  cpSync(FOLDER, folder, { recursive: true });
  const file = join(folder, ALERTS);
  const changed = readFileSync(file, 'utf8').replace(/(expr: .*) (?:>|==) [\d.]+$/gm, `$1 > ${threshold}`);
  writeFileSync(file, changed);
  const failed = await failures(promtool, folder);
  return new Set([...failed.matchAll(/alertname: (\w+)/g)].map(([, alert = '']) => alert));
}
