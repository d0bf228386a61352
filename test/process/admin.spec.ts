import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { lockDataDir } from '../../src/database/sqlite/data-dir.js';
import { ADMIN, admin, launchAdmin } from '../support/admin.js';
import { foreignUser } from '../support/foreign-user.js';
import { MAIN } from '../support/server.js';
import { run, startServer } from '../support/spec-server.js';
import { tempDir } from '../support/temp-dir.js';
import { hasTerminal, Terminal } from '../support/terminal.js';
import { pause, until } from '../support/until.js';

const PASSWORD = 'correct horse';
const EMAIL = 'ada@example.com';

const create = (env: Record<string, string>, email = EMAIL) =>
  admin(['user', 'create', email], { env, input: PASSWORD });
const list = (env: Record<string, string>) => admin(['user', 'list'], { env });

describe('a data folder', () => {
  it('is left alone while another process has locked it that takes no commands', async () => {
    const env = { DATA_DIR: tempDir() };
    await create(env);
    const lock = lockDataDir(env.DATA_DIR);
    const files = () => readdirSync(env.DATA_DIR).map((name) => [name, statSync(join(env.DATA_DIR, name)).mtimeMs]);
    const before = files();
    const { code, stdout, stderr } = await admin(['user', 'disable', EMAIL], { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^DATA_DIR .+ is in use by another process; .+, and that process takes no commands\n$/);
    expect(files()).toEqual(before);
    lock.close();
    expect((await list(env)).stdout).not.toContain('(disabled)');
  });

  it('is waited for while a server starts, or another command runs', async () => {
    const env = { DATA_DIR: tempDir() };
    const lock = lockDataDir(env.DATA_DIR);
    const command = launchAdmin(['user', 'create', EMAIL], { env, input: PASSWORD });
    await pause(1_000);
    lock.close();
    expect(await command.exit()).toMatchObject({ code: 0, stdout: expect.stringContaining(EMAIL) as string });
  });

  it('has a socket that its owner alone can open, while a server runs', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    const path = join(env.DATA_DIR, 'admin.sock');
    await until('the socket is there', async () => existsSync(path));
    expect(statSync(path).mode & 0o7777).toBe(0o600);
    await server.end();
    expect(existsSync(path)).toBe(false);
  });

  const foreign = foreignUser(MAIN);
  it.skipIf('why' in foreign)('is closed to other users of the machine, who cannot give commands', async () => {
    const env = { DATA_DIR: tempDir() };
    await startServer({ env });
    if ('why' in foreign) throw new Error(foreign.why);
    const { code, stdout, stderr } = await run({
      env,
      command: [...foreign.command, process.execPath, ADMIN, 'user', 'list'],
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The server cannot be reached through .+ \(EACCES\); its user must run this command\n$/);
  });

  it('serves commands again after its server was killed, without a server and with the next one', async () => {
    const env = { DATA_DIR: tempDir() };
    const killed = await startServer({ env });
    await create(env);
    await killed.end('SIGKILL');
    expect(existsSync(join(env.DATA_DIR, 'admin.sock'))).toBe(true);
    expect((await list(env)).stdout).toContain(EMAIL);
    const next = await startServer({ env });
    expect(await list(env)).toMatchObject({ code: 0, stderr: '' });
    await next.end();
  });

  it('whose path is too long for a socket has a server all the same, which logs a warning', async () => {
    const env = { DATA_DIR: join(tempDir(), 'x'.repeat(100)) };
    const server = await startServer({ env });
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    expect(server.program.stdout).toContain('no commands of operators are taken while this server runs');
    expect((await server.end()).code).toBe(0);
  });
});

describe('a server', () => {
  /** Sends a text to the socket of a server. @returns its answer */
  async function send(dir: string, sent: string): Promise<string> {
    const socket = connect(join(dir, 'admin.sock'));
    socket.on('error', () => undefined).write(sent);
    return text(socket);
  }

  it('answers what is no call, and goes on', async () => {
    const env = { DATA_DIR: tempDir() };
    const server = await startServer({ env });
    const failure = '{"failure":"The call cannot be read"}\n';
    for (const sent of [
      '\n',
      'GET / HTTP/1.1\r\n\r\n',
      '[]\n',
      'null\n',
      '{"command":"user list"}\n',
      '{"command":1}\n',
    ])
      expect(await send(env.DATA_DIR, sent), sent).toBe(failure);
    expect(await send(env.DATA_DIR, '{"command":"user list","input":null,"operator":"eve"}\n')).toContain('failure');
    expect(await send(env.DATA_DIR, 'x'.repeat(100_000))).toBe('');
    const halfway = connect(join(env.DATA_DIR, 'admin.sock'));
    halfway.on('error', () => undefined).write('{"command":');
    expect(await list(env)).toMatchObject({ code: 0, stderr: '' });
    expect((await server.end()).code).toBe(0);
    expect(server.failures).toEqual([]);
  });

  it('that stops ends the command that is under way', async () => {
    const env = { DATA_DIR: tempDir(), BCRYPT_COST: '13' };
    const server = await startServer({ env });
    const command = launchAdmin(['user', 'create', EMAIL], { env, input: PASSWORD });
    const busy = join('/proc', String(server.program.pid), 'task');
    const threads = readdirSync(busy).length;
    await until('a thread hashes the password', async () => readdirSync(busy).length > threads);
    server.program.signal('SIGTERM');
    expect(await command.exit()).toMatchObject({ code: 0, stdout: expect.stringContaining('is registered') as string });
    expect((await server.program.exit()).code).toBe(0);
  });
});

describe.skipIf(!hasTerminal)('on a terminal', () => {
  const onTerminal = (args: string, env: Record<string, string>) =>
    new Terminal({ command: [process.execPath, ADMIN, ...args.split(' ')], env });

  it('a password is asked for twice, and not shown', async () => {
    const env = { DATA_DIR: tempDir(), LOG_LEVEL: 'error' };
    const terminal = onTerminal(`user create ${EMAIL}`, env);
    await terminal.until(/New password: $/);
    terminal.type(`${PASSWORD}x\x7f\r`);
    await terminal.until(/Once more: $/);
    terminal.type(`${PASSWORD}\r`);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toMatch(/^New password: \nOnce more: \nUser ada@example\.com \(\w+\) is registered\n$/);
    const server = await startServer({ env: { DATA_DIR: env.DATA_DIR } });
    expect((await server.call('POST', '/login', { body: { email: EMAIL, password: PASSWORD } })).status).toBe(200);
  });

  it('two passwords that differ, and Ctrl-C, do nothing', async () => {
    const env = { DATA_DIR: tempDir(), LOG_LEVEL: 'error' };
    const differ = onTerminal(`user create ${EMAIL}`, env);
    await differ.until(/New password: $/);
    differ.type(`${PASSWORD}\r`);
    await differ.until(/Once more: $/);
    differ.type('another one\r');
    expect((await differ.exit()).code).toBe(1);
    expect(differ.text).toContain('The two passwords differ; nothing was done\n');
    const stopped = onTerminal(`user create ${EMAIL}`, env);
    await stopped.until(/New password: $/);
    stopped.pressCtrlC();
    expect((await stopped.exit()).code).toBe(1);
    expect(stopped.text).toContain('Nothing was done\n');
    expect((await list(env)).stdout).toBe('');
  });

  it.each([
    ['n', 1, 'Nothing was done'],
    ['', 1, 'Nothing was done'],
    ['Yes', 0, 'is erased'],
  ])('an erasure asks, and the answer "%s" exits with %i', async (answer, code, said) => {
    const env = { DATA_DIR: tempDir(), LOG_LEVEL: 'error' };
    await create(env);
    const terminal = onTerminal(`user erase ${EMAIL}`, env);
    await terminal.until(/Erase user ada@example\.com .+ This cannot be undone\. \[y\/N\] $/);
    terminal.type(`${answer}\r`);
    expect((await terminal.exit()).code).toBe(code);
    expect(terminal.text).toContain(said);
    expect((await list(env)).stdout.includes(EMAIL)).toBe(code === 1);
  });
});

describe('the standard input', () => {
  it.each([
    ['', 'The standard input has no password; nothing was done\n'],
    ['x'.repeat(5_000), 'The standard input is too long for a password; nothing was done\n'],
  ])('%j is no password', async (input, message) => {
    const env = { DATA_DIR: tempDir() };
    expect(await admin(['user', 'create', EMAIL], { env, input })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: message,
    });
    expect(readdirSync(env.DATA_DIR)).toEqual([]);
  });

  it('is a password without its last line break alone', async () => {
    const env = { DATA_DIR: tempDir() };
    await admin(['user', 'create', EMAIL], { env, input: ' two\nlines \r\n' });
    const server = await startServer({ env });
    const logIn = (password: string) => server.call('POST', '/login', { body: { email: EMAIL, password } });
    expect((await logIn(' two\nlines ')).status).toBe(200);
    expect(readFileSync(join(env.DATA_DIR, 'todo.db')).includes('two\nlines')).toBe(false);
  });
});
