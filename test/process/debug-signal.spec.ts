import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { MAIN, type Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';
import { until } from '../support/until.js';

/** The lines of the log with this level; probes are logged at 20, which is debug. */
const lines = ({ program }: Server, level: number) =>
  program.stdout.split('\n').filter((line) => line.includes(`"level":${level}`));

const untilDebug = (server: Server) =>
  until('a probe is logged', async () => {
    await server.call('GET', '/health/live');
    return lines(server, 20).length > 0;
  });

it('SIGUSR2 makes the log write debug lines, and says so', async () => {
  const server = await startServer();
  await server.call('GET', '/health/live');
  expect(lines(server, 20)).toEqual([]);
  server.program.signal('SIGUSR2');
  await untilDebug(server);
  expect(server.program.stdout).toContain('"minutes":10,"msg":"SIGUSR2: debug lines are logged"');
});

it('SIGUSR2 at the beginning of a start ends nothing, and is not forgotten', async () => {
  const signal = resolve('test/support/signal-at-start.ts');
  const server = await startServer({
    command: [process.execPath, '--import', signal, MAIN],
    env: { SIGNAL: 'SIGUSR2' },
  });
  await untilDebug(server);
});
