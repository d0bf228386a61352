import { describe, expect, it } from 'vitest';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import { anEmail, anId, signUp } from '../support/builders.js';
import { INVISIBLE, spellingsOf } from '../support/texts.js';
import { claimsIn } from '../support/tokens.js';
import { withApp } from '../support/with-app.js';

const app = withApp();

const stored = (email: string) => app.get(UserRepository).findByEmail(email);

it('registration answers in the seed’s words, typo included', async () => {
  const who = signUp();
  const { status, body } = await app.api.register(who);
  expect(status).toBe(201);
  expect(body).toEqual({
    statusCode: 201,
    message: `User ${who.email} is succesfully registered`,
    data: null,
    error: null,
  });
});

describe('the email', () => {
  it('is trimmed of white space of any kind, and otherwise stays as typed, in the answer too', async () => {
    const email = anEmail().replace('user', 'John.Doe').replace('mail.com', 'B\u00fccher.example');
    const { status, body } = await app.api.register(
      signUp({ email: ` \t\u0085\u00a0\u3000\ufeff${email}\u2029\u0085\n` }),
    );
    expect(status).toBe(201);
    expect(body.message).toBe(`User ${email} is succesfully registered`);
    expect(await stored(email)).toMatchObject({ email });
  });

  it.each([
    'a+b.c@mail.com',
    "o'hara@mail.co.uk",
    'x_y-z@sub.domain.example.org',
    `${'a'.repeat(64)}@mail.com`,
    'j\u00f6@b\u00fccher.example',
  ])('%s is a valid address', async (email) => {
    expect((await app.api.register(signUp({ email }))).status).toBe(201);
  });

  it.each([
    '',
    ' ',
    'john',
    'john@',
    '@mail.com',
    'john@mail',
    'john@@mail.com',
    'john doe@mail.com',
    'john@mail.com, jane@mail.com',
    'john@mail..com',
    'john@-mail.com',
    'John <john@mail.com>',
    'john@mail.com\r\nBcc: x@mail.com',
    'john@mail.①②',
    'john@⒈.com',
    'john@mail.com/x.com',
    `${'a'.repeat(65)}@mail.com`,
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(66)}.com`,
  ])('"%s" is a 400', async (email) => {
    const { status, body } = await app.api.register(signUp({ email }));
    expect(status).toBe(400);
    expect(body.message).toMatch(/^email /);
  });

  it.each(INVISIBLE)('with an invisible character (%j) is a 400', async (char) => {
    for (const email of [
      `${char}john@mail.com`,
      `jo${char}hn@mail.com`,
      `john@ma${char}il.com`,
      `john@mail.com${char}`,
    ]) {
      const { status, body } = await app.api.register(signUp({ email }));
      expect([status, body.message]).toEqual([400, 'email must not contain invisible characters']);
    }
  });

  it.each([undefined, null])('%s is a 400', async (email) => {
    expect((await app.api.register({ password: 'Abcde_12345', email })).status).toBe(400);
  });

  it('is a 400 when it is registered already, in any spelling', async () => {
    const who = signUp({ email: `jo\u0308.${anId()}@b\u00fccher.example` });
    await app.api.register(who);
    for (const email of spellingsOf(who.email)) {
      const { status, body } = await app.api.register({ ...who, email });
      expect([status, body.message]).toEqual([400, 'email is registered already']);
    }
  });
});

it('of 20 registrations of one address at once, in all its spellings, one is a 201', async () => {
  const who = signUp({ email: `jo\u0308.${anId()}@b\u00fccher.example` });
  const spellings = spellingsOf(who.email);
  const race = Array.from({ length: 20 }, (_, index) =>
    app.api.register({ ...who, email: spellings[index % spellings.length], firstName: `racer ${index}` }),
  );
  const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 400)]);
  for (const email of spellings) await app.api.signIn({ ...who, email });
});

describe('the password', () => {
  const euros = '€'.repeat(24);
  it.each([
    ['8 characters', 'ab_12-xy'],
    ['8 characters outside the BMP', '😀'.repeat(8)],
    ['8 spaces', ' '.repeat(8)],
    ['72 bytes', 'x'.repeat(72)],
    ['24 characters of 3 bytes', euros],
    ['operators as text', '{"$ne":1}'],
  ])('may be %s, and signs in unchanged', async (_, password) => {
    const who = signUp({ password });
    expect((await app.api.register(who)).status).toBe(201);
    await app.api.signIn(who);
    const { status } = await app.api.call('POST', 'login', { body: { ...who, password: `${password} ` } });
    expect(status).toBe(400);
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['7 characters', '1234567'],
    ['7 characters in 14 code units', '😀'.repeat(7)],
    ['73 bytes', 'x'.repeat(73)],
    ['25 characters of 3 bytes', `${euros}€`],
    ['very long', 'x'.repeat(50_000)],
  ])('is a 400 when it is %s', async (_, password) => {
    const { status, body } = await app.api.register({ ...signUp(), password });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^password /);
  });

  it('is stored only as a hash', async () => {
    const who = signUp();
    await app.api.register(who);
    const user = await stored(who.email);
    expect(user?.passwordHash).toMatch(/^\$2[aby]\$04\$/);
    expect(JSON.stringify(user)).not.toContain(who.password);
  });
});

describe('names', () => {
  it('are trimmed and stored', async () => {
    const who = signUp({ firstName: '  John ', lastName: '\tvan  Doe ' });
    await app.api.register(who);
    expect(await stored(who.email)).toMatchObject({ firstName: 'John', lastName: 'van  Doe' });
  });

  it.each([undefined, null, '', '   '])('may be %j, which is no name', async (name) => {
    const who = { ...signUp(), firstName: name, lastName: name };
    expect((await app.api.register(who)).status).toBe(201);
    const user = await stored(who.email);
    expect([user?.firstName, user?.lastName]).toEqual([undefined, undefined]);
  });

  it.each(['x'.repeat(100), '😀'.repeat(100), ` ${'x'.repeat(100)} `])('may have 100 characters', async (firstName) => {
    expect((await app.api.register(signUp({ firstName, lastName: firstName }))).status).toBe(201);
  });

  it.each(['firstName', 'lastName'])('%s of 101 characters is a 400', async (field) => {
    for (const name of ['x'.repeat(101), '😀'.repeat(101)]) {
      const { status, body } = await app.api.register({ ...signUp(), [field]: name });
      expect(status).toBe(400);
      expect(body.message).toMatch(new RegExp(`^${field} `));
    }
  });
});

it('every part of a user id is random', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => app.api.person()));
  const ids = people.map(({ token }) => String(claimsIn(token).id));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
  for (const [from, to] of [
    [0, 8],
    [8, 16],
    [16, 24],
  ])
    expect(new Set(ids.map((id) => id.slice(from, to))).size).toBe(10);
});
