import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signUp } from '../support/builders.js';
import { expectAccepted } from '../support/refusals.js';
import { claimsIn, forge, HEADER, SECRET } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

const app = withApp();

describe('REGISTRATION=closed', () => {
  it('makes registration a 403 before the body is validated, and leaves signing in', async () => {
    const who = await app.api.person();
    await app.restart({ REGISTRATION: 'closed' });
    for (const body of [signUp(), who, {}, { email: 1 }]) {
      const answer = await app.api.register(body);
      expect(answer.status).toBe(403);
      expect(answer.body.error).toBe('Forbidden');
    }
    expect((await app.api.call('POST', 'register', { rawBody: '{', headers: JSON_TYPE })).status).toBe(400);
    await app.api.list(await app.api.signIn(who));
  });
});

describe('API_PREFIX', () => {
  it.each(['v1', 'todo/v1'])('%s stands before every route but the health probes', async (prefix) => {
    await app.restart({ API_PREFIX: prefix });
    const { api } = app;
    const { token } = await api.person();
    const { status, headers } = await api.call('POST', 'todo', { token, body: { title: 'x' } });
    expect(status).toBe(201);
    expect(headers.get('location')).toMatch(new RegExp(`^/${prefix}/todo/[0-9a-f]{24}$`));
    expect((await api.call('GET', '/api/todo', { token })).status).toBe(404);
    expect((await api.call('GET', `/${prefix}x/todo`, { token })).status).toBe(404);
    expect((await api.call('GET', '/health/live')).status).toBe(200);
    expect((await api.call('GET', `/${prefix}/health/live`)).status).toBe(404);
  });
});

describe('BODY_LIMIT', () => {
  it('is exact to the byte', async () => {
    await app.restart({ BODY_LIMIT: '1kb' });
    const { token } = await app.api.person();
    const body = (bytes: number) => `{"title":"x"}${' '.repeat(bytes - 13)}`;
    const post = (bytes: number) => app.api.call('POST', 'todo', { token, rawBody: body(bytes), headers: JSON_TYPE });
    expect((await post(1_024)).status).toBe(201);
    expect((await post(1_025)).status).toBe(413);
  });
});

describe('JWT_EXPIRES_IN', () => {
  it.each([
    ['90', 90],
    ['15s', 15],
    ['5m', 300],
    ['12h', 43_200],
    ['7d', 604_800],
    ['1500ms', 2],
    ['', 43_200],
  ])('%s lasts %d seconds', async (value, seconds) => {
    await app.restart({ JWT_EXPIRES_IN: value });
    const { exp, iat } = claimsIn((await app.api.person()).token);
    expect(Number(exp) - Number(iat)).toBe(seconds);
  });
});

describe('CORS_ORIGINS', () => {
  it.each(['capacitor://localhost', 'tauri://localhost', 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai'])(
    'lets %s in, and no other app shell',
    async (origin) => {
      await app.restart({ CORS_ORIGINS: origin });
      const allowed = async (from: string) =>
        (await app.api.call('GET', 'todo', { headers: { Origin: from } })).headers.get('access-control-allow-origin');
      expect([await allowed(origin), await allowed('ionic://localhost')]).toEqual([origin, null]);
    },
  );
});

describe('a risky setting', () => {
  it('is logged as a warning at the start', async () => {
    await app.restart({ TODO_VISIBILITY: 'everyone' });
    const warned = app.log.filter(({ level }) => level === 40);
    expect(warned).toEqual([
      expect.objectContaining({
        context: 'Config',
        msg: expect.stringMatching(/^TODO_VISIBILITY=everyone /) as string,
      }),
    ]);
  });
});

describe('a secret in a file', () => {
  async function withFile(text: string, work: (path: string) => Promise<void>): Promise<void> {
    const dir = mkdtempSync(join(tmpdir(), 'todo-api-secret-'));
    const path = join(dir, 'secret');
    writeFileSync(path, text);
    await work(path).finally(() => rmSync(dir, { recursive: true }));
  }

  it.each(['', '\n', '\r\n'])('is read without the newline %j at its end', async (end) => {
    await withFile(`${SECRET}${end}`, async (path) => {
      await app.restart({ JWT_SECRET: '', JWT_SECRET_FILE: path });
      const { token } = await app.api.person();
      await expectAccepted(app.api, forge(HEADER, claimsIn(token), SECRET));
    });
  });

  it('is refused beside the variable itself, and when the file cannot be read', async () => {
    await withFile(SECRET, async (path) => {
      await expect(app.restart({ JWT_SECRET_FILE: path })).rejects.toThrow(/JWT_SECRET and JWT_SECRET_FILE/);
      const missing = { JWT_SECRET: '', JWT_SECRET_FILE: `${path}-missing` };
      await expect(app.restart(missing)).rejects.toThrow(/JWT_SECRET_FILE/);
    });
  });

  it.each(['JWT_SECRET', 'JWT_SECRET_PREVIOUS'])('%s must have at least 32 characters', async (name) => {
    await expect(app.restart({ [name]: 'x'.repeat(31) })).rejects.toThrow(name);
    await app.restart({ [name]: 'x'.repeat(32) });
  });
});

describe('a wrong setting', () => {
  it('keeps the application from starting, with an error that names every wrong setting but no value', async () => {
    const env = {
      JWT_SECRET: 'SHOWN-short',
      JWT_EXPIRES_IN: '0s',
      BODY_LIMIT: 'SHOWN-size',
      REGISTRATION: 'SHOWN-word',
      TODO_VISIBILITY: 'SHOWN-word',
      BCRYPT_COST: '3',
      API_PREFIX: '/api/',
    };
    const failure = await app.restart(env).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    for (const name of Object.keys(env)) expect(failure).toContain(name);
    expect(failure).not.toContain('SHOWN');
  });
});
