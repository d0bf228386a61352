import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { StartError } from '../../src/config/start-error.js';
import { openEngine } from '../../src/database/open-engine.js';
import { Nodes } from '../support/nodes.js';
import { freePort } from '../support/ports.js';
import { launch, run } from '../support/spec-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { pause } from '../support/until.js';
import { able } from './able.js';

const SETTINGS = { MONGODB_CONNECT_TIMEOUT: '2s', MONGODB_TIMEOUT: '500ms' };
const uri = (port: number, query = '') => `mongodb://somebody:s3cret@127.0.0.1:${port}/todo?${query}`;

/** Runs a start that must fail. @returns its message, and how long it took */
async function refusal(env: Record<string, string>): Promise<{ said: string; ms: number }> {
  const began = Date.now();
  const { code, stdout, stderr } = await run({ env: { ...SETTINGS, ...env } });
  expect(code).toBe(1);
  expect(stdout).not.toMatch(/"level":[456]0|"stack"|s3cret|somebody/);
  return { said: stderr, ms: Date.now() - began };
}

describe('a start without MongoDB waits for MONGODB_CONNECT_TIMEOUT and fails with one line:', () => {
  it('nothing listens', async () => {
    const port = await freePort();
    const { said, ms } = await refusal({ MONGODB_URI: uri(port) });
    expect(said).toBe(`MongoDB at 127.0.0.1:${port} does not answer\n`);
    expect(ms).toBeGreaterThan(1_500);
    expect(ms).toBeLessThan(60_000);
  });

  it('something listens and never answers', async () => {
    const proxy = await TcpProxy.start(await freePort());
    onTestFinished(() => proxy.cut());
    proxy.silence();
    const { said, ms } = await refusal({ MONGODB_URI: uri(proxy.port) });
    expect(said).toBe(`MongoDB at 127.0.0.1:${proxy.port} does not answer\n`);
    expect(ms).toBeGreaterThan(1_500);
    expect(ms).toBeLessThan(60_000);
  });

  it('several hosts that do not exist', async () => {
    const hosts = 'one.invalid:27017,two.invalid:27018';
    const { said } = await refusal({ MONGODB_URI: `mongodb://somebody:s3cret@${hosts}/todo?replicaSet=rs` });
    expect(said).toBe(`MongoDB at ${hosts} does not answer\n`);
  });
});

describe('a connection string that can never work is reported at once, without credentials:', () => {
  it.each([
    ['an unknown option', 'nonsense=1'],
    ['a wrong value', 'tls=perhaps'],
  ])('%s', async (_, query) => {
    const began = Date.now();
    const config = loadConfig({
      MONGODB_URI: uri(1, query),
      MONGODB_CONNECT_TIMEOUT: '5m',
      JWT_SECRET: 'k3y-'.repeat(8),
    });
    const error: unknown = await openEngine(config).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartError);
    expect(String(error)).toMatch(/MongoDB at 127\.0\.0\.1:1 refuses: [^\n]+$/);
    expect(String(error)).not.toMatch(/s3cret|somebody/);
    expect(Date.now() - began).toBeLessThan(240_000);
  });
});

describe('a connection string whose password is not encoded', () => {
  it('is reported without any part of it', async () => {
    const { said } = await refusal({ MONGODB_URI: 'mongodb://somebody:s3cret/@127.0.0.1:1/todo' });
    expect(said).toMatch(/^The configuration is not usable:\n {2}MONGODB_URI must be like .+\n$/);
    expect(said).not.toMatch(/s3cret|somebody/);
  });
});

describe.skipIf(!able)('a start before MongoDB', () => {
  let nodes: Nodes;
  let proxy: TcpProxy;

  beforeAll(async () => {
    const advertise = async (port: number) => (proxy = await TcpProxy.start(port)).port;
    nodes = await Nodes.start({ advertise });
  });

  afterAll(async () => {
    await nodes.stop();
    await proxy.cut();
  });

  it('listens once MongoDB appears in time, and not before', async () => {
    await proxy.cut();
    const env = { ...SETTINGS, MONGODB_CONNECT_TIMEOUT: '4m', MONGODB_URI: nodes.uri('todo') };
    const server = launch({ env });
    await pause(2_000);
    expect([server.program.running, server.program.stdout]).toEqual([true, '']);
    await proxy.open();
    await server.listening();
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });

  it('fails with one line when an index cannot be made', async () => {
    const todos = (await nodes.client(0)).db('clash').collection('users');
    await todos.insertMany([{ email: 'john@mail.com' }, { email: 'john@mail.com' }]);
    const { said } = await refusal({
      MONGODB_URI: nodes.uri('clash'),
      MONGODB_CONNECT_TIMEOUT: '4m',
      MONGODB_TIMEOUT: '2m',
    });
    expect(said).toMatch(/^The indexes on mongodb:\/\/127\.0\.0\.1:\d+\/clash cannot be made: .*duplicate key.*\n$/);
  });
});
