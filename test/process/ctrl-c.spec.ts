import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Client } from '../support/client.js';
import { projectCopy } from '../support/project-copy.js';
import { tempDir } from '../support/temp-dir.js';
import { hasTerminal, Terminal } from '../support/terminal.js';
import { pause, until } from '../support/until.js';
import { Wire } from '../support/wire.js';

/** Starts a server on a terminal of its own. @returns its terminal and a client of it */
async function onTerminal(script: string, cwd: string, env: Record<string, string>) {
  const terminal = new Terminal({
    command: ['npm', 'run', script],
    cwd,
    env: { PORT: '0', BCRYPT_COST: '4', DATA_DIR: tempDir(), ...env },
  });
  return { terminal, client: new Client(await terminal.until(/API +(http:\S+)/)) };
}

/** A list that is longer than the buffers of the kernel, of which a client has read the first bytes. */
async function stalledList(client: Client, count: number): Promise<Wire> {
  const token = await client.signIn();
  const todo = { title: 'long', description: 'x'.repeat(10_000) };
  for (let added = 0; added < count; added += 50)
    await Promise.all(Array.from({ length: 50 }, () => client.add(token, todo)));
  const wire = await Wire.open(client.api);
  wire.head('GET /api/todo HTTP/1.1', `Authorization: Bearer ${token}`);
  await wire.stall();
  return wire;
}

/** A copy of the project that `npm start` builds without checking its types, which is half of the work. */
function uncheckedCopy(): string {
  const cwd = projectCopy();
  const path = join(cwd, 'tsconfig.build.json');
  const { compilerOptions, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { compilerOptions: object };
  writeFileSync(path, JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, noCheck: true } }));
  return cwd;
}

describe.skipIf(!hasTerminal)('Ctrl-C on the terminal of npm', () => {
  it('lets the request in flight be answered, although npm passes the signal on again', async () => {
    const { terminal, client } = await onTerminal('start', uncheckedCopy(), { SHUTDOWN_TIMEOUT: '1h' });
    const count = 1_500;
    const wire = await stalledList(client, count);
    terminal.pressCtrlC();
    const refused = () =>
      fetch(client.api).then(
        () => false,
        () => true,
      );
    await until('no more requests are taken', refused);
    // By then, the signal has come from npm as well.
    await pause(1_000);
    wire.socket.resume();
    await wire.closed;
    expect(wire.received.match(/"title":"long"/g)).toHaveLength(count);
    expect(wire.received).toMatch(/\]\}\r\n0\r\n\r\n$/);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toContain('INFO: stopped {"cut":0}\n');
  });

  it('ends the server at once when it is pressed again a second later', async () => {
    const { terminal } = await onTerminal('start:prod', resolve('.'), { SHUTDOWN_DELAY: '1h' });
    const start = performance.now();
    while (terminal.running) {
      terminal.pressCtrlC();
      await pause(200);
    }
    expect(performance.now() - start).toBeGreaterThan(1_000);
    expect((await terminal.exit()).code).toBe(130);
    expect(terminal.text).not.toContain('stopped');
  });
});
