import { afterEach, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { anId, aSession } from '../support/builders.js';
import { ODD_TEXTS } from '../support/texts.js';
import { withAdapter } from '../support/with-app.js';

const sessions = withAdapter(SessionRepository);

afterEach(() => vi.useRealTimers());

it('has a session from when it was added until it is removed', async () => {
  const { id, userId, expiresAt } = aSession();
  expect(await sessions.has(id, userId)).toBe(false);
  await sessions.add({ id, userId, expiresAt });
  expect(await sessions.has(id, userId)).toBe(true);
  await sessions.remove(id);
  expect(await sessions.has(id, userId)).toBe(false);
});

it('has a session for its own user only', async () => {
  const session = aSession();
  await sessions.add(session);
  expect(await sessions.has(session.id, anId())).toBe(false);
  expect(await sessions.has(anId(), session.userId)).toBe(false);
});

it('removes one session alone, and ignores one that is not there', async () => {
  const session = aSession();
  const other = aSession({ userId: session.userId });
  await Promise.all([sessions.add(session), sessions.add(other)]);
  await sessions.remove(session.id);
  await sessions.remove(session.id);
  await sessions.remove(anId());
  expect(await sessions.has(session.id, session.userId)).toBe(false);
  expect(await sessions.has(other.id, other.userId)).toBe(true);
});

it('finds a session by its id alone, an expired one as well', async () => {
  const [session, expired] = [aSession(), aSession({ expiresAt: new Date('2020-01-01T00:00:00.001Z') })];
  await Promise.all([sessions.add(session), sessions.add(expired)]);
  expect(await sessions.find(session.id)).toEqual(session);
  expect(await sessions.find(expired.id)).toEqual(expired);
  expect(await sessions.find(session.id.toUpperCase())).toBeUndefined();
  expect(await sessions.find(anId())).toBeUndefined();
});

it('lists the sessions of a user that have not expired, the last to expire first, and no more than asked for', async () => {
  const userId = anId();
  const now = new Date('2030-01-01T00:00:00.000Z');
  const at = (ms: number, id: string) => aSession({ userId, id: `${id}-${userId}`, expiresAt: new Date(+now + ms) });
  const [first, second, third, last] = [at(2, 'z'), at(1, 'a'), at(1, 'b'), at(1, 'c')];
  const others = [at(0, 'x'), at(-1, 'y'), aSession()];
  for (const session of [third, last, first, second, ...others]) await sessions.add(session);
  expect(await sessions.list(userId, now, 10)).toEqual([first, second, third, last]);
  expect(await sessions.list(userId, now, 2)).toEqual([first, second]);
  expect(await sessions.list(anId(), now, 10)).toEqual([]);
});

it('compares ids as exact text', async () => {
  const session = aSession({ id: `Case-${anId()}` });
  await sessions.add(session);
  for (const id of [
    session.id.toLowerCase(),
    session.id.toUpperCase(),
    `${session.id} `,
    `${session.id.slice(0, -1)}%`,
  ]) {
    expect(await sessions.has(id, session.userId)).toBe(false);
    await sessions.remove(id);
  }
  expect(await sessions.has(session.id, session.userId)).toBe(true);
});

it.each(ODD_TEXTS)('treats the id %j as plain text', async (id) => {
  const others = aSession();
  await sessions.add(others);
  const { userId } = aSession();
  expect(await sessions.has(id, userId)).toBe(false);
  await sessions.add(aSession({ id, userId }));
  expect(await sessions.has(id, userId)).toBe(true);
  expect(await sessions.has(id, others.userId)).toBe(false);
  await sessions.remove(id);
  expect(await sessions.has(id, userId)).toBe(false);
  expect(await sessions.has(others.id, others.userId)).toBe(true);
});

it('keeps valid sessions when expired ones are removed', async () => {
  const lasting = aSession({ expiresAt: new Date(Date.now() + 7_200_000) });
  await sessions.add(lasting);
  await sessions.add(aSession({ expiresAt: new Date(Date.now() + 1_000) }));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  await sessions.add(aSession({ expiresAt: new Date(Date.now() + 1_000) }));
  expect(await sessions.has(lasting.id, lasting.userId)).toBe(true);
});

it('adds and removes many at once', async () => {
  const many = Array.from({ length: 60 }, () => aSession());
  await Promise.all(many.map((session) => sessions.add(session)));
  await Promise.all(many.slice(30).map(({ id }) => sessions.remove(id)));
  const had = await Promise.all(many.map(({ id, userId }) => sessions.has(id, userId)));
  expect(had).toEqual(many.map((_, index) => index < 30));
});

it('removes all sessions of a user but the one to keep, and nobody else’s', async () => {
  const userId = anId();
  const [kept, one, two, others] = [aSession({ userId }), aSession({ userId }), aSession({ userId }), aSession()];
  await Promise.all([kept, one, two, others].map((session) => sessions.add(session)));
  const left = () => Promise.all([kept, one, two, others].map(({ id, userId: user }) => sessions.has(id, user)));
  await sessions.removeAll(userId, kept.id);
  expect(await left()).toEqual([true, false, false, true]);
  await sessions.removeAll(userId);
  expect(await left()).toEqual([false, false, false, true]);
});
