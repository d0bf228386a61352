import { execFileSync } from 'node:child_process';

/** Builds the code and writes `openapi.json` from it. It runs after another schematic has written its files. */
export const document =
  () =>
  (_tree, { logger }) => {
    logger.info('npm run docs:openapi');
    execFileSync('npm', ['run', '--silent', 'docs:openapi'], { stdio: 'inherit' });
  };
