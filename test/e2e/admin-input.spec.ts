import { expect, it } from 'vitest';
import { AdminService } from '../../src/admin/admin.service.js';
import { CommandFailed } from '../../src/admin/command.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import { anId } from '../support/builders.js';
import { withApp } from '../support/with-app.js';

const app = withApp();

async function run(command: string, input: object): Promise<object[]> {
  const entries: object[] = [];
  for await (const entry of app.get(AdminService).run({ command, input, operator: 'eve' })) entries.push(entry);
  return entries;
}

const password = 'correct horse';
const WHO = { user: 'nobody@mail.com' };

/** Inputs that are wrong: the command, the input and the message. */
const WRONG: [command: string, input: unknown, message: string | RegExp][] = [
  ['user delete', WHO, 'The server does not know the command user delete; is it of another release?'],
  ['__proto__', {}, /does not know the command/],
  ['user show', [], 'The body must be a JSON object'],
  ['user show', null, 'The body must be a JSON object'],
  ['user show', {}, 'user must be a string'],
  ['user show', { user: ' ' }, 'user must not be blank'],
  ['user show', { user: { $ne: null } }, 'user must be a string'],
  ['user show', { user: ['a@mail.com'] }, 'user must be a string'],
  ['user show', { user: 'a\0' }, /U\+0000/],
  ['user show', WHO, 'User nobody@mail.com is not found'],
  ['user show', { user: 'x'.repeat(10_000) }, /is not found$/],
  ['user disable', { user: '0'.repeat(24) }, `User ${'0'.repeat(24)} is not found`],
  ['user enable', { user: "' OR 1=1 --" }, "User ' OR 1=1 -- is not found"],
  ['user erase', { user: '{"$ne":1}' }, 'User {"$ne":1} is not found'],
  ['user erase', { user: '%' }, 'User % is not found'],
  ['user sign-out', WHO, 'User nobody@mail.com is not found'],
  ['user list', { disabled: 'yes' }, 'disabled must be a boolean value'],
  ['user create', { email: 'no-email', password }, 'email must be an email'],
  ['user create', { email: 'x@mail.com' }, 'password must be a string'],
  ['user create', { email: 'x@mail.com', password: 'short' }, 'password must have at least 8 characters'],
  ['user create', { email: 'x@mail.com', password: 'x'.repeat(73) }, /at most 72 bytes/],
  ['user create', { email: 'x@mail.com', password: 'password123' }, /^password is one of the most common ones/],
  ['user create', { email: 'x@mail.com', password: 'x@mail.com' }, 'password must not be your email or contain it'],
  ['user create', { email: 'x@mail.com', password, firstName: 'x'.repeat(101) }, /^firstName must have at most 100/],
  ['user rename', WHO, '--first-name or --last-name must be given'],
  ['user rename', { ...WHO, firstName: 'Ada' }, 'User nobody@mail.com is not found'],
  ['user rename', { ...WHO, firstName: 7 }, 'firstName must be a string'],
  ['user set-password', { ...WHO, password: 'short' }, 'password must have at least 8 characters'],
  ['user set-password', { ...WHO, password }, 'User nobody@mail.com is not found'],
  ['sessions list', WHO, 'User nobody@mail.com is not found'],
  ['sessions end', { session: '' }, 'session must not be blank'],
  ['sessions end', { session: '$ne' }, 'Session $ne is not found'],
  ['limits show', {}, '--user or --address must be given'],
  ['limits show', WHO, 'User nobody@mail.com is not found'],
  ['limits clear', { address: 'localhost' }, '--address must be an IP address'],
  ['limits clear', { address: '10.0.0.0/8' }, '--address must be an IP address'],
];

it.each(WRONG)('%s of %j is refused: %s', async (command, input, message) => {
  const there = await app.get(UserRepository).page(10);
  const failure: unknown = await run(command, input as object).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CommandFailed);
  const said = (failure as CommandFailed).message;
  if (typeof message === 'string') expect(said).toBe(message);
  else expect(said).toMatch(message);
  expect(await app.get(UserRepository).page(10)).toEqual(there);
});

it('an email that is taken is refused, in any spelling', async () => {
  const email = `${anId()}@b\u00fccher.example`;
  await run('user create', { email, password });
  await expect(run('user create', { email: email.toUpperCase(), password })).rejects.toThrow('registered already');
});

it('an address is counted as limits do: an IPv6 address by its network', async () => {
  await app.restart({ TRUST_PROXY: '1', REGISTRATION_LIMIT: '9' });
  const register = {
    body: { email: `${anId()}@mail.com`, password },
    headers: { 'X-Forwarded-For': '2001:db8:1:2:3::4' },
  };
  expect((await app.api.call('POST', 'register', register)).status).toBe(201);
  for (const address of ['2001:db8:1:2::/64', '2001:db8:1:2:ffff::1', ' 2001:DB8:1:2:3::4 '])
    expect(await run('limits show', { address })).toContainEqual({
      limit: 'registrations',
      taken: 1,
      most: 9,
      endsIn: expect.any(Number) as number,
    });
});

it('an error that nobody expects is logged, and the operator is not shown it', async () => {
  const users = app.get(UserRepository);
  const page = users.page.bind(users);
  users.page = () => Promise.reject(new Error('a secret'));
  try {
    await expect(run('user list', {})).rejects.toThrow('An unexpected error, which the log shows');
  } finally {
    users.page = page;
  }
  expect(app.log.filter(({ context }) => context === 'Admin')).toMatchObject([
    { level: 50, err: { message: 'a secret' } },
  ]);
});

it('many users are listed completely, in order', async () => {
  const before = (await run('user list', {})).length;
  const tail = anId();
  for (let part = 0; part < 210; part += 30)
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        run('user create', { email: `${String(part + n).padStart(3, '0')}.${tail}@mail.com`, password }),
      ),
    );
  const all = (await run('user list', {})) as { email: string }[];
  expect(all).toHaveLength(before + 210);
  const mine = all.map(({ email }) => email).filter((email) => email.includes(tail));
  expect(mine).toEqual(Array.from({ length: 210 }, (_, n) => `${String(n).padStart(3, '0')}.${tail}@mail.com`));
});
