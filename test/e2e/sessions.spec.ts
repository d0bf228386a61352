import { afterEach, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { Unavailable } from '../../src/errors.js';
import { claimsIn, SECRET } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const OTHER_SECRET = 'the key that comes after the first one';

const app = withApp();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function refusalOf(token: string): Promise<string | null> {
  const { status, headers } = await app.api.call('GET', 'todo', { token });
  if (status === 200) return null;
  expect(status).toBe(401);
  return /error_description="(\w+)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? 'none';
}

it('a session is looked up on every request, whether the signature is cached or not', async () => {
  const { token } = await app.api.person();
  const has = vi.spyOn(app.get(SessionRepository), 'has');
  for (let round = 0; round < 3; round++) expect(await refusalOf(token)).toBeNull();
  expect(has).toHaveBeenCalledTimes(3);
  await app.get(SessionRepository).remove(String(claimsIn(token).jti));
  expect(await refusalOf(token)).toBe('revoked');
});

it('a request is a 503 when the look-up of its session fails', async () => {
  const { token } = await app.api.person();
  expect(await refusalOf(token)).toBeNull();
  vi.spyOn(app.get(SessionRepository), 'has').mockRejectedValueOnce(new Unavailable('away'));
  const { status, body } = await app.api.call('POST', 'todo', { token, body: { title: 'x' } });
  expect(status).toBe(503);
  expect(body.error).toBe('Service Unavailable');
  expect(await app.api.list(token)).toEqual([]);
});

it('a token that was logged out and has expired is reported as expired', async () => {
  const { token } = await app.api.person();
  await app.api.call('POST', 'logout', { token });
  expect(await refusalOf(token)).toBe('revoked');
  vi.useFakeTimers({ toFake: ['Date'], now: Number(claimsIn(token).exp) * 1000 });
  expect(await refusalOf(token)).toBe('expired');
});

it('a session survives a restart, and so does a logout', async () => {
  const first = await app.api.person();
  const second = await app.api.person();
  await app.api.call('POST', 'logout', { token: second.token });
  await app.restart();
  expect(await refusalOf(first.token)).toBeNull();
  expect(await refusalOf(second.token)).toBe('revoked');
});

it('tokens of the previous key stay valid, and no new one is signed with it', async () => {
  const who = await app.api.person();
  const spare = await app.api.signIn(who);

  await app.restart({ JWT_SECRET: OTHER_SECRET });
  expect(await refusalOf(who.token)).toBe('invalid');
  expect((await app.api.call('POST', 'logout', { token: spare })).status).toBe(400);

  await app.restart({ JWT_SECRET: OTHER_SECRET, JWT_SECRET_PREVIOUS: SECRET });
  expect(await refusalOf(who.token)).toBeNull();
  expect((await app.api.call('POST', 'logout', { token: spare })).status).toBe(200);
  expect(await refusalOf(spare)).toBe('revoked');
  const renewed = await app.api.signIn(who);

  await app.restart({ JWT_SECRET: OTHER_SECRET });
  expect(await refusalOf(renewed)).toBeNull();
  expect(await refusalOf(who.token)).toBe('invalid');
});

it('a session ends with its token, to the second, whether the signature is cached or not', async () => {
  await app.restart({ JWT_EXPIRES_IN: '90s' });
  const who = await app.api.person();
  const { iat, exp } = claimsIn(who.token);
  expect(Number(exp) - Number(iat)).toBe(90);
  for (const cached of [true, false]) {
    const token = cached ? who.token : await app.api.signIn(who);
    const end = Number(claimsIn(token).exp) * 1000;
    if (cached) expect(await refusalOf(token)).toBeNull();
    vi.useFakeTimers({ toFake: ['Date'], now: end - 1 });
    if (cached) expect(await refusalOf(token)).toBeNull();
    vi.setSystemTime(end);
    expect(await refusalOf(token)).toBe('expired');
    vi.useRealTimers();
  }
});
