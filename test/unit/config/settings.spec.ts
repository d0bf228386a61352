import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingDocs } from '../../../src/config/setting.js';
import { faultsOf, KEY } from './faults.js';

const DEFAULTS: Record<string, unknown> = {
  PORT: 5000,
  METRICS_PORT: undefined,
  API_PREFIX: 'api',
  DATA_DIR: './data',
  MONGODB_URI: undefined,
  MONGODB_CONNECT_TIMEOUT: 30_000,
  MONGODB_TIMEOUT: 2_500,
  MONGODB_POOL_SIZE: 50,
  MONGODB_AUTO_INDEX: true,
  REQUEST_TIMEOUT: 10_000,
  SLOW_REQUEST: 1_000,
  SLOW_CLIENT_TIMEOUT: 30_000,
  SERVE_MOVED_DATA: false,
  DISK_RESERVE: 67_108_864,
  ANSWER_MEMORY: 67_108_864,
  MAX_CONNECTIONS: 10_000,
  READY_GRACE: 15_000,
  SHUTDOWN_DELAY: 0,
  SHUTDOWN_TIMEOUT: 10_000,
  JWT_SECRET: undefined,
  JWT_SECRET_PREVIOUS: undefined,
  JWT_EXPIRES_IN: 43_200_000,
  BCRYPT_COST: 10,
  BODY_LIMIT: 102_400,
  CORS_ORIGINS: [],
  RATE_LIMIT_ENABLED: true,
  TRUST_PROXY: undefined,
  SIGN_IN_LIMIT: 5,
  SIGN_IN_ADDRESS_LIMIT: 100,
  REGISTRATION_LIMIT: 20,
  WRITE_LIMIT: 600,
  HAND_OVER_LIMIT: 60,
  MAX_TODOS_PER_USER: 100_000,
  REGISTRATION: 'open',
  TODO_VISIBILITY: 'participants',
  DOCS_ENABLED: true,
  LOG_LEVEL: 'info',
};

const GOOD: [name: string, text: string, value: unknown][] = [
  ['PORT', '0', 0],
  ['PORT', '65535', 65_535],
  ['METRICS_PORT', '9464', 9_464],
  ['API_PREFIX', 'todo/v1', 'todo/v1'],
  ['DATA_DIR', '/var/lib/a todo', '/var/lib/a todo'],
  ['MONGODB_CONNECT_TIMEOUT', '1ms', 1],
  ['MONGODB_TIMEOUT', '1h', 3_600_000],
  ['MONGODB_POOL_SIZE', '1', 1],
  ['MONGODB_AUTO_INDEX', 'false', false],
  ['REQUEST_TIMEOUT', '24d', 2_073_600_000],
  ['SLOW_REQUEST', '250ms', 250],
  ['SLOW_CLIENT_TIMEOUT', '2m', 120_000],
  ['SERVE_MOVED_DATA', 'true', true],
  ['DISK_RESERVE', '1', 1],
  ['ANSWER_MEMORY', '1', 1],
  ['MAX_CONNECTIONS', '1', 1],
  ['READY_GRACE', '1', 1_000],
  ['SHUTDOWN_DELAY', '0', 0],
  ['SHUTDOWN_TIMEOUT', '1h', 3_600_000],
  ['JWT_SECRET', KEY, KEY],
  ['JWT_SECRET_PREVIOUS', KEY, KEY],
  ['JWT_EXPIRES_IN', '500ms', 500],
  ['JWT_EXPIRES_IN', '60', 60_000],
  ['JWT_EXPIRES_IN', '3650d', 315_360_000_000],
  ['BCRYPT_COST', '4', 4],
  ['BCRYPT_COST', '20', 20],
  ['BODY_LIMIT', '1', 1],
  ['BODY_LIMIT', '16mb', 16_777_216],
  ['CORS_ORIGINS', 'https://a.example.com, http://localhost:3000', ['https://a.example.com', 'http://localhost:3000']],
  ...[
    'http://[::1]:3000',
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'app://-',
    'app://localhost:8080',
    'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai',
    'moz-extension://11111111-2222-3333-4444-555555555555',
    'safari-web-extension://E5A3F5B0-0000-4000-8000-000000000000',
  ].map((origin): [string, string, string[]] => ['CORS_ORIGINS', origin, [origin]]),
  ['RATE_LIMIT_ENABLED', 'false', false],
  ...['0', '10', '10.0.0.1', '10.0.0.0/8, 2001:db8::/32'].map((proxies): [string, string, unknown] => [
    'TRUST_PROXY',
    proxies,
    expect.any(Function),
  ]),
  ['SIGN_IN_LIMIT', '1', 1],
  ['SIGN_IN_ADDRESS_LIMIT', '1', 1],
  ['REGISTRATION_LIMIT', '1000000', 1_000_000],
  ['WRITE_LIMIT', '1', 1],
  ['HAND_OVER_LIMIT', '1', 1],
  ['MAX_TODOS_PER_USER', '1', 1],
  ['REGISTRATION', 'closed', 'closed'],
  ['TODO_VISIBILITY', 'everyone', 'everyone'],
  ['DOCS_ENABLED', 'false', false],
  ...['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].map((level): [string, string, string] => [
    'LOG_LEVEL',
    level,
    level,
  ]),
];

const BAD: [name: string, ...texts: string[]][] = [
  ['PORT', '65536', '-1', '80.5', '8e3', '0x50', ' 80', 'http', 'NaN', 'Infinity'],
  ['METRICS_PORT', '65536', '-1', 'off'],
  ['API_PREFIX', '/', '/api', 'api/', 'a//b', 'a b', 'api?', '..', 'äpi'],
  ['DATA_DIR', '\0', ' ', ' \t\u00a0 '],
  ['MONGODB_URI', 'localhost', 'http://localhost/todo', 'mongodb:/host/todo'],
  ['MONGODB_CONNECT_TIMEOUT', '0', '25d'],
  ['MONGODB_TIMEOUT', '0', '61m'],
  ['MONGODB_POOL_SIZE', '0', '10001', '1.5'],
  ['MONGODB_AUTO_INDEX', 'yes', 'True', '1', 'toString'],
  ['REQUEST_TIMEOUT', '0', '25d'],
  ['SLOW_REQUEST', '0', '25d'],
  ['SLOW_CLIENT_TIMEOUT', '0', '25d'],
  ['DISK_RESERVE', '0', '1073741825mb'],
  ['ANSWER_MEMORY', '0', '1025mb'],
  ['MAX_CONNECTIONS', '0', '-1', '1000001', '1.5'],
  ['READY_GRACE', '0', '25d'],
  ['SHUTDOWN_DELAY', '-1', '61m'],
  ['SHUTDOWN_TIMEOUT', '0', '61m'],
  ['JWT_SECRET', KEY.slice(1), ' '.repeat(32)],
  ['JWT_SECRET_PREVIOUS', KEY.slice(1), ' '.repeat(32)],
  ['JWT_EXPIRES_IN', '0', '0s', '-1h', '3651d', '12 h', 'soon', '1e9'],
  ['BCRYPT_COST', '3', '21', '10.5', 'ten'],
  ['BODY_LIMIT', '0', '-1', '17mb', '1gb', 'big'],
  ['CORS_ORIGINS', '*', 'a.example.com', 'https://a.example.com/', 'https://a.example.com,*', 'https://A.example.com'],
  ['CORS_ORIGINS', 'null', 'ionic://', 'capacitor://localhost/', 'Capacitor://localhost', 'capacitor:localhost'],
  ['CORS_ORIGINS', 'file://x', 'ftp://a.example.com', 'ws://a.example.com', 'http://', 'tauri://*', 'app://a b'],
  ['RATE_LIMIT_ENABLED', 'no', 'FALSE', '0'],
  [
    'TRUST_PROXY',
    '-1',
    '11',
    '1.5',
    'true',
    'proxy.example.com',
    '10.0.0.0/33',
    '10.0.0.1,',
    '10.1',
    '10.0.0.0/x',
    '*',
  ],
  ['SIGN_IN_LIMIT', '0', '1000001', '1.5'],
  ['SIGN_IN_ADDRESS_LIMIT', '0', '1000001'],
  ['REGISTRATION_LIMIT', '0', '1000001'],
  ['WRITE_LIMIT', '0', '1000001'],
  ['HAND_OVER_LIMIT', '0', '1000001'],
  ['MAX_TODOS_PER_USER', '0', '100000001'],
  ['REGISTRATION', 'Open', 'shut', 'true'],
  ['TODO_VISIBILITY', 'all', 'toString'],
  ['SERVE_MOVED_DATA', 'yes', '1'],
  ['DOCS_ENABLED', 'no', 'FALSE', '0'],
  ['LOG_LEVEL', 'verbose', 'INFO'],
];

describe('every setting', () => {
  it('is in these tables', () => {
    const names = new Set(settingDocs().map(({ name }) => name));
    expect(new Set(Object.keys(DEFAULTS))).toEqual(names);
    expect(new Set(BAD.map(([name]) => name))).toEqual(names);
    expect(new Set([...GOOD.map(([name]) => name), 'MONGODB_URI'])).toEqual(names);
  });

  it.each(Object.entries(DEFAULTS))('has a default: %s %s', (name, value) => {
    expect(loadConfig({})).toHaveProperty(name, value);
  });

  it('takes MONGODB_URI together with a key', () => {
    const env = { MONGODB_URI: 'mongodb://user:password@a,b/todo?replicaSet=rs0', JWT_SECRET: KEY };
    expect(loadConfig(env)).toMatchObject({ ...env, engine: 'mongodb' });
    expect(faultsOf({ MONGODB_URI: env.MONGODB_URI })).toEqual([
      'JWT_SECRET must be set with MONGODB_URI, the same for every replica',
    ]);
    expect(loadConfig({ MONGODB_URI: 'mongodb+srv://host/todo', JWT_SECRET: KEY }).engine).toBe('mongodb');
    expect(loadConfig({}).engine).toBe('sqlite');
  });

  it.each(GOOD)('takes %s=%s', (name, text, value) => {
    expect(loadConfig({ [name]: text })).toHaveProperty(name, value);
  });

  it.each(['DATA_DIR', 'JWT_SECRET', 'JWT_SECRET_PREVIOUS'])('may not be white space only: %s', (name) => {
    expect(faultsOf({ JWT_SECRET: KEY, [name]: '\t'.padEnd(32) })).toEqual([`${name} must not be blank`]);
  });

  it.each(BAD.flatMap(([name, ...texts]) => texts.map((text): [string, string] => [name, text])))(
    'refuses %s=%j by its name alone',
    (name, text) => {
      const [first, ...others] = faultsOf({ JWT_SECRET: KEY, [name]: text });
      expect(first).toMatch(new RegExp(`^${name} must `));
      expect(others).toEqual([]);
      if (text.length > 3) expect(first).not.toContain(text);
    },
  );

  it('is described', () => {
    for (const { name, doc } of settingDocs()) expect(doc, name).toMatch(/\w{3}/);
  });
});

describe('Config', () => {
  it('cannot be changed', () => {
    expect(loadConfig({})).toSatisfy(Object.isFrozen);
  });

  it('knows the data folder as an absolute path', () => {
    expect(loadConfig({ DATA_DIR: 'x/../y' }).dataDir).toBe(resolve('y'));
  });
});
