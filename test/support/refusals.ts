import { expect } from 'vitest';
import type { Api } from './api.js';

/** Checks that a token is accepted. */
export async function expectAccepted(api: Api, token: string): Promise<void> {
  expect((await api.call('GET', 'todo', { token })).status).toBe(200);
}

/** Checks that a token is refused for a reason (RFC 6750, 3). One that is not ours must be refused by a logout, too. */
export async function expectRefused(api: Api, token: string, reason: 'invalid' | 'expired' | 'revoked'): Promise<void> {
  const { status, headers, body } = await api.call('GET', 'todo', { token });
  expect(status).toBe(401);
  expect(body.error).toBe('Unauthorized');
  expect(body.message).toContain(reason);
  expect(headers.get('www-authenticate')).toBe(
    `Bearer realm="todo", error="invalid_token", error_description="${reason}"`,
  );
  if (reason === 'invalid') expect((await api.call('POST', 'logout', { body: { token } })).status).toBe(400);
}
