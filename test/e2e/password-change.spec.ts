import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionRepository } from '../../src/auth/repositories/session.repository.js';
import { Unavailable } from '../../src/errors.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const NEW = 'another password';

const app = withApp();
let me: Person;
let thief = '';

beforeEach(async () => {
  me = await app.api.person();
  thief = await app.api.signIn(me);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const change = async (token = me.token, password = NEW) => {
  const body = { password, currentPassword: me.password };
  return (await app.api.call('PATCH', 'users/me', { token, body })).status;
};
const login = (password: string) => app.api.call('POST', 'login', { body: { email: me.email, password } });
const statusOfLogin = async (password: string) => (await login(password)).status;
const works = async (token: string) => (await app.api.call('GET', 'users/me', { token })).status === 200;

/** Moves the clock to when a change that has begun now is given up. */
const later = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });

async function expectChanged(): Promise<void> {
  expect([await works(me.token), await works(thief)]).toEqual([true, false]);
  expect([await statusOfLogin(NEW), await statusOfLogin(me.password)]).toEqual([200, 400]);
}

/** Runs `work` once, when the other sessions have ended and the new password is not yet stored. */
function beforeItIsStored(work: () => Promise<void>): void {
  const sessions = app.get(SessionRepository);
  const removeAll = sessions.removeAll.bind(sessions);
  vi.spyOn(sessions, 'removeAll').mockImplementationOnce(async (id, except) => {
    await removeAll(id, except);
    await work();
  });
}

const failures: [number, Error][] = [
  [503, new Unavailable('away')],
  [500, new Error('unknown')],
];

describe.each(failures)('a password change that stops with a %d', (status, error) => {
  it('before the sessions have ended changes nothing, and succeeds when it is sent again', async () => {
    vi.spyOn(app.get(SessionRepository), 'removeAll').mockRejectedValueOnce(error);
    expect(await change()).toBe(status);
    expect([await works(me.token), await works(thief)]).toEqual([true, true]);
    expect([await statusOfLogin(NEW), await statusOfLogin(me.password)]).toEqual([400, 200]);
    expect(await change()).toBe(200);
    await expectChanged();
  });

  it('before the password is stored has ended the sessions, and succeeds when it is sent again', async () => {
    vi.spyOn(app.get(UserRepository), 'change').mockRejectedValueOnce(error);
    expect(await change()).toBe(status);
    expect([await works(me.token), await works(thief)]).toEqual([true, false]);
    expect([await statusOfLogin(NEW), await statusOfLogin(me.password)]).toEqual([400, 200]);
    expect(await change()).toBe(200);
    await expectChanged();
  });

  it('after the password is stored is complete, and succeeds when it is sent again', async () => {
    const users = app.get(UserRepository);
    const store = users.change.bind(users);
    vi.spyOn(users, 'change').mockImplementationOnce(async (...args) => {
      await store(...args);
      throw error;
    });
    expect(await change()).toBe(status);
    await expectChanged();
    expect(await change()).toBe(200);
    await expectChanged();
  });
});

it('a sign-in that renews the hash leaves the mark of a password change', async () => {
  await app.restart({ BCRYPT_COST: '5' });
  const users = app.get(UserRepository);
  const store = users.change.bind(users);
  const before = await users.find(me.id);
  const until = new Date(Date.now() + 60_000);
  vi.spyOn(users, 'change').mockImplementationOnce(async (...args) => {
    const mark = { passwordHash: before?.passwordHash ?? '', now: new Date(), until };
    expect(await users.markChanging(me.id, mark)).toBe(true);
    return store(...args);
  });
  expect(await statusOfLogin(me.password)).toBe(400);
  expect(await users.find(me.id)).toMatchObject({ passwordHash: before?.passwordHash, changingUntil: until });
  await app.restart();
});

describe('a password change of a process that is gone', () => {
  /** Stops a change between its first and its last step, so that its mark stays. */
  async function abandon(): Promise<void> {
    vi.spyOn(app.get(UserRepository), 'change').mockRejectedValueOnce(new Error('gone'));
    vi.spyOn(app.get(UserRepository), 'unmarkChanging').mockRejectedValueOnce(new Error('gone'));
    expect(await change()).toBe(500);
    await app.restart();
  }

  it('keeps the present password from signing in for a moment only', async () => {
    await abandon();
    expect(await statusOfLogin(me.password)).toBe(400);
    later();
    expect(await statusOfLogin(me.password)).toBe(200);
    vi.useRealTimers();
    expect(await statusOfLogin(me.password)).toBe(200);
    expect(await change()).toBe(200);
    await expectChanged();
  });

  it('keeps another change waiting for a moment only', async () => {
    await abandon();
    expect(await change()).toBe(503);
    later();
    expect(await change()).toBe(200);
    await expectChanged();
  });
});

describe('a sign-in with the old password while it is being changed', () => {
  it('is refused as soon as the sessions end', async () => {
    let during = 0;
    beforeItIsStored(async () => void (during = await statusOfLogin(me.password)));
    expect(await change()).toBe(200);
    expect(during).toBe(400);
    await expectChanged();
  });

  it.each<[string, (store: () => Promise<void>) => Promise<unknown>]>([
    ['before the change', (store) => store().then(() => change())],
    [
      'when the other sessions have ended',
      (store) => {
        beforeItIsStored(store);
        return change();
      },
    ],
    ['after the change', (store) => change().then(store)],
  ])('leaves no session if it stores one %s', async (when, order) => {
    const sessions = app.get(SessionRepository);
    const add = sessions.add.bind(sessions);
    let id = '';
    vi.spyOn(sessions, 'add').mockImplementationOnce(async (session) => {
      id = session.id;
      await order(() => add(session));
    });
    expect(await statusOfLogin(me.password), when).toBe(400);
    expect(id).not.toBe('');
    expect(await sessions.has(id, me.id)).toBe(false);
    await expectChanged();
  });

  it('leaves no session if it ends before the new password is stored', async () => {
    const sessions = app.get(SessionRepository);
    const add = sessions.add.bind(sessions);
    let [during, goOn] = [0, () => {}];
    const ended = new Promise<void>((resolve) => (goOn = resolve));
    const storing = new Promise<void>((isStoring) => {
      vi.spyOn(sessions, 'add').mockImplementationOnce(async (session) => {
        isStoring();
        await ended;
        await add(session);
      });
    });
    const signingIn = statusOfLogin(me.password);
    await storing;
    beforeItIsStored(async () => {
      goOn();
      during = await signingIn;
    });
    expect(await change()).toBe(200);
    expect(during).toBe(400);
    await expectChanged();
  });

  it('succeeds if the change takes too long, which then fails and can be sent again', async () => {
    let token = '';
    beforeItIsStored(async () => {
      later();
      token = await app.api.signIn(me);
      vi.useRealTimers();
    });
    expect(await change()).toBe(503);
    expect([await works(token), await statusOfLogin(NEW)]).toEqual([true, 400]);
    expect(await change()).toBe(200);
    expect(await works(token)).toBe(false);
    await expectChanged();
  });
});

describe('two password changes at once', () => {
  it('store the password of the one that succeeds, whose session goes on', async () => {
    const tokens = [me.token, thief];
    const statuses = await Promise.all(tokens.map((token, index) => change(token, `${NEW} ${index}`)));
    const winner = statuses.indexOf(200);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await Promise.all(tokens.map(works))).toEqual(tokens.map((_, index) => index === winner));
    expect(await statusOfLogin(`${NEW} ${winner}`)).toBe(200);
    expect(await statusOfLogin(me.password)).toBe(400);
  });

  it('leave the sessions to the first: the second is a 503', async () => {
    let second = 0;
    beforeItIsStored(async () => void (second = await change(me.token, 'a third password')));
    expect(await change()).toBe(200);
    expect(second).toBe(503);
    await expectChanged();
  });
});
