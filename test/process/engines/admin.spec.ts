import { beforeAll, describe, expect, it } from 'vitest';
import { admin } from '../../support/admin.js';
import { anEmail, anId } from '../../support/builders.js';
import type { Exit } from '../../support/process.js';
import type { Server } from '../../support/server.js';
import { projectEngine } from '../../support/project-engine.js';
import { startServer, withServer } from '../../support/spec-server.js';
import { until } from '../../support/until.js';

const PASSWORD = 'correct horse';
const OTHER_PASSWORD = 'Another_1234';

/** The configuration of the server and of the commands. */
const engine = () => ({ SIGN_IN_LIMIT: '2', ...projectEngine() });
const embedded = process.env.MONGODB_URI === undefined;

interface Entry extends Record<string, unknown> {
  id: string;
  email: string;
}

/** Runs a command, which must be done. @returns what it prints */
async function done(args: string[], input?: string): Promise<string> {
  const exit = await admin(args, { env: engine(), input });
  expect(exit, exit.stderr).toMatchObject({ code: 0 });
  return exit.stdout;
}

/** Runs a command, and reads the entries that it prints. */
const entries = async (args: string[], input?: string): Promise<Entry[]> =>
  (await done([...args, '--json'], input))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);

/** Adds a user. @returns their id */
async function create(email: string, ...names: string[]): Promise<string> {
  const [entry] = await entries(['user', 'create', email, ...names], `${PASSWORD}\n`);
  return entry?.id ?? '';
}

const logIn = (server: Server, email: string, password = PASSWORD) =>
  server.call('POST', '/login', { body: { email, password } });

/** Whether a token is good. */
const isGood = async (server: Server, token: string) => (await server.call('GET', '/todo', { token })).status === 200;

async function signIn(server: Server, email: string): Promise<string> {
  const { status, body } = await logIn(server, email);
  expect(status, body.message ?? '').toBe(200);
  return String(body.data);
}

const event = (event: string) => ({ event, command: undefined, done: undefined, user: true });
const admins = (command: string) => ({ event: 'authz_admin', command, done: true, user: true });

/** The events of the commands below, in this order. */
const EVENTS = [
  event('user_created'),
  admins('user create'),
  event('user_updated'),
  admins('user rename'),
  event('user_updated'),
  event('authn_token_revoked'),
  admins('user disable'),
  event('user_updated'),
  admins('user enable'),
  event('authn_token_revoked'),
  event('authn_password_change'),
  admins('user set-password'),
  { ...admins('user show'), done: false, user: false },
  event('user_deleted'),
  admins('user erase'),
];

describe('beside a server whose registration is closed', () => {
  const server = withServer(() => ({ env: { ...engine(), REGISTRATION: 'closed' } }));
  let email: string;
  let id: string;
  beforeAll(async () => {
    email = anEmail();
    id = await create(email, '--first-name', 'Ada');
  });

  it('user create adds a user, who signs in', async () => {
    const email = `Ada.${anId()}@B\u00fccher.example`;
    const body = { email, password: PASSWORD };
    expect((await server().call('POST', '/register', { body })).status).toBe(403);
    const args = ['user', 'create', email, '--first-name', 'Ada', '--last-name', 'Lovelace'];
    const text = await done(args, PASSWORD);
    expect(text).toMatch(/^User Ada\.\w+@B\u00fccher\.example \([0-9a-f]{24}\) is registered\n$/);
    expect(await isGood(server(), await signIn(server(), email.toLowerCase()))).toBe(true);
  });

  it('user show and user list show a user without the hash, by email or id', async () => {
    const times = { createdAt: expect.any(String) as string, updatedAt: expect.any(String) as string };
    const shown = { id, email, firstName: 'Ada', disabled: false, ...times };
    expect(await entries(['user', 'show', email.toUpperCase()])).toEqual([shown]);
    expect(await entries(['user', 'show', id.toUpperCase()])).toEqual([shown]);
    expect(await done(['user', 'show', email])).toContain(`\nemail      ${email}\nfirstName  Ada\n`);
    const all = await entries(['user', 'list']);
    expect(all).toContainEqual(shown);
    expect(all.map((one) => one.email.toLowerCase())).toEqual(all.map((one) => one.email.toLowerCase()).toSorted());
    expect(await done(['user', 'list'])).toContain(`${id}  ${email}  Ada\n`);
  });

  it('user rename sets and clears names', async () => {
    expect(await done(['user', 'rename', id, '--last-name', 'Lovelace'])).toBe(`${id}  ${email}  Ada Lovelace\n`);
    expect(await done(['user', 'rename', id, '--last-name', ''])).toBe(`${id}  ${email}  Ada\n`);
  });

  it('user disable signs a user out at once and refuses them like a wrong password, until user enable', async () => {
    const [token, other] = [await signIn(server(), email), anEmail()];
    await create(other);
    expect(await done(['user', 'disable', email])).toBe(`User ${email} (${id}) is disabled\n`);
    expect(await isGood(server(), token)).toBe(false);
    const [right, wrong] = [await logIn(server(), email), await logIn(server(), other, 'wrong')];
    expect([right.status, right.body]).toEqual([400, wrong.body]);
    const disabled = await entries(['user', 'list', '--disabled']);
    expect(disabled).toMatchObject([{ id, disabled: true }]);
    expect(await done(['user', 'list', '--disabled'])).toBe(`${id}  ${email}  Ada  (disabled)\n`);
    await done(['user', 'disable', email]);
    await done(['user', 'enable', email]);
    await done(['user', 'enable', email]);
    expect(await isGood(server(), await signIn(server(), email))).toBe(true);
  });

  it('user set-password replaces the password and signs the user out', async () => {
    const email = anEmail();
    await create(email);
    const token = await signIn(server(), email);
    await done(['user', 'set-password', email], `${OTHER_PASSWORD}\r\n`);
    expect(await isGood(server(), token)).toBe(false);
    expect((await logIn(server(), email)).status).toBe(400);
    expect((await logIn(server(), email, OTHER_PASSWORD)).status).toBe(200);
  });

  it('sessions list, sessions end and user sign-out show and end sessions', async () => {
    const email = anEmail();
    const id = await create(email);
    const tokens = [await signIn(server(), email), await signIn(server(), email), await signIn(server(), email)];
    const left = () => Promise.all(tokens.map((token) => isGood(server(), token)));
    const sessions = await entries(['sessions', 'list', email]);
    expect(sessions).toHaveLength(3);
    const [session] = sessions;
    const at = expect.stringMatching(/^\d{4}-.+Z$/) as string;
    expect(session).toEqual({ id: expect.any(String) as string, userId: id, expiresAt: at });
    const ended = await done(['sessions', 'end', session?.id ?? '']);
    expect(ended).toBe(`Session ${session?.id} of user ${id} is ended\n`);
    expect((await left()).filter(Boolean)).toHaveLength(2);
    await done(['user', 'sign-out', email]);
    expect(await left()).toEqual([false, false, false]);
    expect(await entries(['sessions', 'list', email])).toEqual([]);
    expect((await logIn(server(), email)).status).toBe(200);
  });

  it('limits show and limits clear tell and forget the failures of a user and an address', async () => {
    const email = anEmail();
    await create(email);
    for (let tries = 0; tries < 3; tries++) await logIn(server(), email, 'wrong');
    expect((await logIn(server(), email)).status).toBe(429);
    const of = ['--user', email, '--address', '127.0.0.1'];
    const shown = await entries(['limits', 'show', ...of]);
    expect(shown.map(({ limit }) => limit)).toEqual([
      'sign-ins',
      'sign-ins-one-try',
      'sign-ins-of-address',
      'sign-ins-of-account',
      'lookups',
      'lookups-of-address',
      'registrations',
    ]);
    expect(shown[0]).toMatchObject({ taken: 2, most: 2 });
    expect(shown[0]?.endsIn).toBeGreaterThan(0);
    expect(shown[3]).toMatchObject({ taken: 2, most: 100 });
    expect(await done(['limits', 'show', '--user', email])).toMatch(/^sign-ins-of-account: 2 of 100, for \d+ s more\n/);
    expect(await done(['limits', 'clear', ...of])).toMatch(/^sign-ins: cleared, it was 2 of 2\n/);
    const taken = (await entries(['limits', 'show', ...of])).map((each) => each.taken);
    expect(taken).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect((await logIn(server(), email)).status).toBe(200);
  });

  it('user erase needs --yes where nobody can be asked, and erases the user with all their data', async () => {
    const email = anEmail();
    const id = await create(email);
    const token = await signIn(server(), email);
    await server().add(token);
    const { code, stdout, stderr } = await admin(['user', 'erase', email], { env: engine() });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      `Erase user ${email} (${id}), with their todos and everything else? This cannot be undone.`,
    );
    expect(await isGood(server(), token)).toBe(true);
    expect(await done(['user', 'erase', email, '--yes'])).toBe(`User ${email} (${id}) is erased\n`);
    expect(await isGood(server(), token)).toBe(false);
    expect((await admin(['user', 'show', id], { env: engine() })).stderr).toMatch(`User ${id} is not found\n`);
    await create(email);
    expect(await server().call('GET', '/todo', { token: await signIn(server(), email) })).toMatchObject({
      body: { data: [] },
    });
  });

  it('each command is a security event of its operator, in the log of the process that runs it', async () => {
    const email = anEmail();
    const as = `Eve ${anId()}`;
    let own = '';
    const give = async (args: string[], input?: string): Promise<void> => {
      own += (await admin([...args, '--as', as], { env: engine(), input })).stderr;
    };
    await give(['user', 'create', email], PASSWORD);
    const [user] = await entries(['user', 'show', email]);
    await give(['user', 'rename', email, '--first-name', 'Ada']);
    await give(['user', 'disable', email]);
    await give(['user', 'enable', email]);
    await give(['user', 'set-password', email], OTHER_PASSWORD);
    await give(['user', 'show', 'nobody@mail.com']);
    await give(['user', 'erase', email, '--yes']);
    const events = await until('everything is logged', async () => {
      const log = embedded ? server().program.stdout : own;
      const lines = log.split('\n').filter((line) => line.startsWith('{') && line.includes(as));
      return lines.length >= EVENTS.length && lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    });
    for (const event of events) expect(event).toMatchObject({ context: 'Security', operator: as, address: 'local' });
    expect(JSON.stringify(events)).not.toContain(email);
    const named = events.map(({ event, command, done, userId }) => ({
      event,
      command,
      done,
      user: userId === user?.id,
    }));
    expect(named).toEqual(EVENTS);
  });
});

describe('without a server', () => {
  it('a command does the work itself, and the next server finds it done', async () => {
    const [email, other] = [anEmail(), anEmail()];
    await create(email);
    await create(other);
    await done(['user', 'disable', other]);
    expect((await entries(['user', 'list', '--disabled'])).map((user) => user.email)).toContain(other);
    const server = await startServer({ env: engine() });
    expect([(await logIn(server, email)).status, (await logIn(server, other)).status]).toEqual([200, 400]);
    await server.end();
    await done(['user', 'enable', other]);
    const next = await startServer({ env: engine() });
    expect((await logIn(next, other)).status).toBe(200);
    await next.end();
  });
});

describe('a command that is wrong', () => {
  it.each([
    [['user', 'show'], 2, 'The <user> is missing\n\nadmin user show <user>\n'],
    [['user', 'show', '\u001b[2Jnobody'], 1, 'User \\u001b[2Jnobody is not found\n'],
  ])('%j exits with %i and says why', async (args, code, message) => {
    const { stderr, ...exit } = await admin(args, { env: engine() });
    expect(exit).toMatchObject({ code, stdout: '' });
    expect(stderr.replace(/^\{.*\n/gm, '')).toBe(message);
  });

  it('exits with 1 for a wrong configuration', async () => {
    const exit: Exit = await admin(['user', 'list'], { env: { ...engine(), BCRYPT_COST: '99' } });
    expect(exit).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^The configuration/) as string });
  });
});
