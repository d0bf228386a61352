import { resolve } from 'node:path';
import bcrypt from 'bcryptjs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { User } from '../../src/users/user.js';
import { anId, aUser, signUp } from '../support/builders.js';
import { storedUsers } from '../support/old-users.js';
import { projectEngine } from '../support/project-engine.js';
import { launch } from '../support/spec-server.js';
import { until } from '../support/until.js';
import { withApp } from '../support/with-app.js';

const OLD_USERS = 2000;
/** The users of one part of the migration. */
const PART = 500;
const { password } = signUp();
const passwordHash = bcrypt.hashSync(password, 4);

const app = withApp();
const stored = storedUsers();
afterAll(() => stored.close());

/** A user of a release without keys, added some days after the first of them. */
const old = (email: string, day: number): User =>
  aUser({ email, passwordHash, createdAt: new Date(Date.UTC(2020, 0, 1 + day)) });

/** A pair of users with one key, the older first, and further spellings of it. */
const pair = (day: number) => {
  const id = anId();
  const [older, younger] = [old(`${id}@b\u00fccher.example`, day), old(`${id}@xn--bcher-kva.example`, day + 1)];
  return { older, younger, others: [`${id}@bu\u0308cher.example`, `${id}@b\u00fccher.EXAMPLE`] };
};

const login = (email: string) => app.api.call('POST', 'login', { body: { email, password } });
const register = async (email: string) => (await app.api.register(signUp({ email }))).status;

/** The log of the migration at the last start. */
const logged = () => app.log.filter(({ migration }) => migration === 'users/email-key');

/** `npm run db:migrate` on the data of this test. A held-up command must not end by itself. */
function migrate() {
  const env = { ...projectEngine(), MONGODB_TIMEOUT: '10m' };
  return launch({ env, command: [process.execPath, resolve('dist/migrate.js')] }).program;
}

describe('users of the release before email_key', () => {
  afterEach(() => app.restart());

  it('get their keys although the first migration is killed midway, the older of two with one key', async () => {
    const people = Array.from({ length: OLD_USERS - 4 }, (_, index) => old(`user-${anId()}@mail.com`, index + 10));
    const [first, second] = [pair(0), pair(OLD_USERS + 20)];
    const everyone = [...people, second.younger, first.younger, first.older, second.older];
    await app.close();
    await stored.addOld(everyone);

    await killMidway(people[2.5 * PART]?.id ?? '');
    expect((await withKeys()).length).toBeLessThan(OLD_USERS - 2);

    const { code, stdout, stderr } = await migrate().exit();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/@|mail\.com|example/);
    for (const { younger } of [first, second]) expect(stdout).toContain(younger.id);
    const keys = await stored.keys();
    for (const { id, email } of people) expect(keys.get(id)).toBe(email);
    for (const { older, younger } of [first, second])
      expect([keys.get(older.id), keys.get(younger.id)]).toEqual([younger.email, null]);
  });

  it('sign in by their own spelling, and the older of two with one key by every other', async () => {
    const { older, younger, others } = pair(0);
    await stored.addOld([younger, older]);
    const before = await Promise.all([older.email, younger.email].map(login));
    expect(before.map(({ body }) => body.message)).toEqual([
      `${older.email} is successfully signed in`,
      `${younger.email} is successfully signed in`,
    ]);
    await app.restart();
    for (const email of [older.email, older.email.toUpperCase(), ...others])
      expect((await login(email)).body.message).toBe(`${older.email} is successfully signed in`);
    for (const email of [younger.email, younger.email.toUpperCase()])
      expect((await login(email)).body.message).toBe(`${younger.email} is successfully signed in`);
    for (const email of [older.email, younger.email, ...others]) expect(await register(email)).toBe(400);
  });

  it('are migrated by the next start if they are added later, and nobody takes their address before', async () => {
    const email = `${anId()}@b\u00fccher.example`;
    const user = old(email, 0);
    await stored.addOld([user]);
    expect((await stored.keys()).get(user.id)).toBeNull();
    const spellings = [email, email.toUpperCase(), email.replace('b\u00fccher', 'xn--bcher-kva')];
    for (const spelling of spellings) expect(await register(spelling)).toBe(400);
    expect((await login(email.toUpperCase())).status).toBe(200);
    await app.restart();
    for (const spelling of spellings) expect((await login(spelling)).status).toBe(200);
    for (const spelling of spellings) expect(await register(spelling)).toBe(400);
  });

  it('are logged by their ids, and not by their addresses, if they cannot get a key', async () => {
    const { older, younger } = pair(0);
    const unseen = old(`jo\u200bhn.${anId()}@mail.com`, 0);
    await stored.addOld([older, younger, unseen]);
    await app.restart();
    expect(logged().some(({ changed }) => Number(changed) >= 1)).toBe(true);
    const [warning] = logged().filter(({ level }) => level === 40);
    expect(warning?.ids).toEqual(expect.arrayContaining([younger.id, unseen.id]));
    expect(warning?.ids).not.toContain(older.id);
    expect(JSON.stringify(app.log)).not.toMatch(/@mail|@b\u00fccher|@xn--/);
  });

  it('inherit the key when the older of two is gone', async () => {
    const { older, younger, others } = pair(0);
    await stored.addOld([older, younger]);
    await app.restart();
    const token = await app.api.signIn({ email: older.email, password });
    const gone = await app.api.call('DELETE', 'users/me', { token, body: { currentPassword: password } });
    expect(gone.status).toBe(200);
    for (const email of others) expect(await register(email)).toBe(400);
    await app.restart();
    for (const email of others)
      expect((await login(email)).body.message).toBe(`${younger.email} is successfully signed in`);
  });
});

/** Kills a migration that waits for the user with this id, in a later part than the first. */
async function killMidway(id: string): Promise<void> {
  await stored.holdUp(id);
  const killed = migrate();
  try {
    await until('more than one part has its keys', async () => (await withKeys()).length > PART);
  } finally {
    await killed.end('SIGKILL');
    await stored.letGo();
  }
}

const withKeys = async () => [...(await stored.keys()).values()].filter((key) => key !== null);
