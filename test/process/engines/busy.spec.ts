import { constants, setPriority } from 'node:os';
import { expect, it } from 'vitest';
import { startBurners } from '../../support/burner.js';
import { projectEngine } from '../../support/project-engine.js';
import { startServer } from '../../support/spec-server.js';

const PROBES = 12;
const LISTS_AT_ONCE = 8;

it('a server that gets hardly any processor time, and has requests, stays ready and alive', async () => {
  const server = await startServer({ env: { ...projectEngine(), READY_GRACE: '200ms' } });
  const token = await server.signIn('busy@example.com');
  const { pid = 0 } = server.program;
  setPriority(pid, constants.priority.PRIORITY_LOW);
  const burners = startBurners();
  let isOver = false;
  const readers = Array.from({ length: LISTS_AT_ONCE }, async () => {
    while (!isOver) await server.call('GET', '/todo?limit=20', { token });
  });
  const [ready, live] = [new Set<number>(), new Set<number>()];
  for (let probe = 0; probe < PROBES; probe++) {
    ready.add((await server.call('GET', '/health/ready')).status);
    live.add((await server.call('GET', '/health/live')).status);
  }
  isOver = true;
  await Promise.all(burners.map((burner) => burner.end('SIGKILL')));
  await Promise.all(readers);
  expect({ ready, live }).toEqual({ ready: new Set([200]), live: new Set([200]) });
});
