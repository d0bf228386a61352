import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Duplicate } from '../../src/errors.js';
import { UserRepository } from '../../src/users/repositories/user.repository.js';
import type { User } from '../../src/users/user.js';
import { anEmail, anId, aUser } from '../support/builders.js';
import { storedUsers } from '../support/old-users.js';
import { ODD_TEXTS } from '../support/texts.js';
import { withAdapter } from '../support/with-app.js';

const users = withAdapter(UserRepository);

describe('add and findByEmail', () => {
  it('keep everything, dates to the millisecond', async () => {
    const user = aUser({
      firstName: 'John',
      lastName: 'Doe',
      createdAt: new Date('2022-12-04T15:31:35.195Z'),
      updatedAt: new Date('2023-01-01T00:00:00.001Z'),
    });
    await users.add(user);
    expect(await users.findByEmail(user.email)).toEqual(user);
  });

  it('keep absent names absent', async () => {
    const user = aUser();
    await users.add(user);
    const found = await users.findByEmail(user.email);
    expect([found?.firstName, found?.lastName]).toEqual([undefined, undefined]);
    expect(found).toEqual(user);
  });

  it.each(ODD_TEXTS)('keep the text %j unchanged', async (text) => {
    const user = aUser({ email: `${text}${anEmail()}`, firstName: text, lastName: text, passwordHash: text });
    await users.add(user);
    expect(await users.findByEmail(user.email)).toEqual(user);
  });
});

describe('findByEmail', () => {
  it.each([...ODD_TEXTS, '', 'nobody@mail.com'])('returns undefined for %j, which nobody has', async (email) => {
    expect(await users.findByEmail(email)).toBeUndefined();
  });

  it('finds an email in any spelling, and returns it as typed', async () => {
    const id = anId();
    const user = aUser({ email: `J\u00f6.${id}@B\u00fccher.example` });
    await users.add(user);
    for (const email of [
      user.email,
      `j\u00f6.${id}@b\u00fccher.example`,
      `J\u00d6.${id}@B\u00dcCHER.EXAMPLE`,
      `jo\u0308.${id}@bu\u0308cher.example`,
      `j\u00f6.${id}@xn--bcher-kva.example`,
    ])
      expect(await users.findByEmail(email)).toEqual(user);
  });

  it('finds no part of an email, no pattern and no other letter', async () => {
    const tail = anEmail();
    const user = aUser({ email: `jo${tail}` });
    await users.add(user);
    for (const email of [
      ` jo${tail}`,
      `o${tail}`,
      `%${tail}`,
      `.*${tail}`,
      `__${tail}`,
      `j\u00f6${tail}`,
      `j\u043e${tail}`,
    ])
      expect(await users.findByEmail(email)).toBeUndefined();
  });

  it('returns undefined for any email without a key when nobody has it', async () => {
    await users.add(aUser({ email: `\u200b${anEmail()}` }));
    expect(await users.findByEmail(`\u200b${anEmail()}`)).toBeUndefined();
  });
});

describe('add', () => {
  it('throws Duplicate for an email that is taken, and leaves the first user', async () => {
    const user = aUser({ firstName: 'first' });
    await users.add(user);
    await expect(users.add(aUser({ email: user.email, firstName: 'second' }))).rejects.toBeInstanceOf(Duplicate);
    expect(await users.findByEmail(user.email)).toEqual(user);
  });

  it('throws Duplicate for another spelling of an email that is taken', async () => {
    const tail = `${anId()}@b\u00fccher.example`;
    const user = aUser({ email: `\u00e9.${tail}` });
    await users.add(user);
    for (const email of [
      user.email.toUpperCase(),
      `e\u0301.${tail}`,
      user.email.replace('b\u00fccher', 'xn--bcher-kva'),
    ])
      await expect(users.add(aUser({ email }))).rejects.toBeInstanceOf(Duplicate);
    await users.add(aUser({ email: `e.${tail}` }));
  });

  it('throws Duplicate for an email without a key that is taken in another case', async () => {
    const email = `\u200b${anEmail()}`;
    await users.add(aUser({ email }));
    await expect(users.add(aUser({ email: email.toUpperCase() }))).rejects.toBeInstanceOf(Duplicate);
  });

  it('throws Duplicate for an id that is taken', async () => {
    const user = aUser();
    await users.add(user);
    const other = aUser({ id: user.id });
    await expect(users.add(other)).rejects.toBeInstanceOf(Duplicate);
    expect(await users.findByEmail(other.email)).toBeUndefined();
  });

  it('succeeds for one of 20 spellings of one email at once, and for each different one', async () => {
    const email = `${anId()}@xn--bcher-kva.example`;
    const spellings = [email, email.toUpperCase(), email.replace('xn--bcher-kva', 'b\u00fccher')];
    const others = Array.from({ length: 10 }, () => aUser());
    const racers = Array.from({ length: 20 }, (_, index) =>
      aUser({ email: spellings[index % 3], firstName: String(index) }),
    );
    const results = await Promise.allSettled(
      racers.flatMap((racer, index) => [racer, ...others.slice(index, index + 1)]).map((user) => users.add(user)),
    );
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(failures).toHaveLength(19);
    for (const failure of failures) expect(failure).toBeInstanceOf(Duplicate);
    expect(racers).toContainEqual(await users.findByEmail(email));
    for (const other of others) expect(await users.findByEmail(other.email)).toEqual(other);
  });
});

describe('change', () => {
  const now = new Date('2030-01-01T00:00:00.123Z');

  it('sets the given fields, clears those that are null, and leaves other fields and users', async () => {
    const [user, other] = [aUser({ firstName: 'A', lastName: 'B' }), aUser({ firstName: 'A', lastName: 'B' })];
    await Promise.all([users.add(user), users.add(other)]);
    const after = { ...user, firstName: 'C', lastName: undefined, updatedAt: now };
    expect(await users.change(user.id, { firstName: 'C', lastName: null }, now)).toEqual(after);
    expect(await users.find(user.id)).toEqual(after);
    expect(await users.find(other.id)).toEqual(other);
  });

  it('of different fields at once takes effect for each', async () => {
    const user = aUser();
    await users.add(user);
    await Promise.all([
      users.change(user.id, { firstName: 'C' }, now),
      users.change(user.id, { lastName: 'D' }, now),
      users.change(user.id, { passwordHash: 'E' }, now),
    ]);
    expect(await users.find(user.id)).toMatchObject({ firstName: 'C', lastName: 'D', passwordHash: 'E' });
  });

  it('of the hash needs the present one, if one is given', async () => {
    const user = aUser();
    await users.add(user);
    expect(await users.change(user.id, { passwordHash: 'new' }, now, { passwordHash: 'another' })).toBeUndefined();
    expect(await users.find(user.id)).toEqual(user);
    expect(await users.change(user.id, { passwordHash: 'new' }, now, user)).toMatchObject({
      passwordHash: 'new',
    });
  });

  it('succeeds for one of many at once that give the same present hash', async () => {
    const user = aUser();
    await users.add(user);
    const race = Array.from({ length: 20 }, (_, index) =>
      users.change(user.id, { passwordHash: `new ${index}` }, now, user),
    );
    expect((await Promise.all(race)).filter(Boolean)).toHaveLength(1);
  });

  it('of an unknown user returns undefined', async () => {
    expect(await users.change(anId(), { firstName: 'C' }, now)).toBeUndefined();
  });
});

describe('a change of the password', () => {
  const [now, until] = [new Date('2030-01-01T00:00:00.123Z'), new Date('2030-01-01T00:00:05.123Z')];
  const mark = (user: User, at = now, end = until) =>
    users.markChanging(user.id, { passwordHash: user.passwordHash, now: at, until: end });
  let user: User;
  let other: User;

  beforeEach(async () => {
    [user, other] = [aUser(), aUser()];
    await Promise.all([users.add(user), users.add(other)]);
  });

  it('is marked for the user with this hash, and for no other', async () => {
    expect(await mark({ ...user, passwordHash: 'another' })).toBe(false);
    expect(await mark(aUser())).toBe(false);
    expect(await users.find(user.id)).toEqual(user);
    expect(await mark(user)).toBe(true);
    expect(await users.find(user.id)).toEqual({ ...user, changingUntil: until });
    expect(await users.findByEmail(user.email)).toEqual({ ...user, changingUntil: until });
    expect(await users.find(other.id)).toEqual(other);
  });

  it('is marked once until the mark expires', async () => {
    const end = new Date(until.getTime() + 5000);
    expect(await mark(user)).toBe(true);
    expect(await mark(user, new Date(until.getTime() - 1), end)).toBe(false);
    expect(await users.find(user.id)).toMatchObject({ changingUntil: until });
    expect(await mark(user, until, end)).toBe(true);
    expect(await users.find(user.id)).toMatchObject({ changingUntil: end });
  });

  it('is marked by one of many at once', async () => {
    const race = Array.from({ length: 20 }, () => mark(user));
    expect((await Promise.all(race)).filter(Boolean)).toHaveLength(1);
  });

  it('is unmarked by its own end only', async () => {
    await Promise.all([mark(user), mark(other)]);
    await users.unmarkChanging(user.id, now);
    expect(await users.find(user.id)).toMatchObject({ changingUntil: until });
    await users.unmarkChanging(user.id, until);
    await users.unmarkChanging(user.id, until);
    expect(await users.find(user.id)).toEqual(user);
    expect(await users.find(other.id)).toMatchObject({ changingUntil: until });
  });

  it('needs its own mark, which the new hash removes and new names do not', async () => {
    await mark(user);
    await users.change(user.id, { firstName: 'C' }, now);
    expect(await users.find(user.id)).toMatchObject({ firstName: 'C', changingUntil: until });
    const { passwordHash } = user;
    expect(
      await users.change(user.id, { passwordHash: 'new' }, now, { passwordHash, changingUntil: now }),
    ).toBeUndefined();
    const after = { ...user, firstName: 'C', passwordHash: 'new', updatedAt: now };
    expect(await users.change(user.id, { passwordHash: 'new' }, now, { passwordHash, changingUntil: until })).toEqual(
      after,
    );
    expect(await users.find(user.id)).toEqual(after);
  });

  it('does not take place with a mark if it needs none', async () => {
    const known = { passwordHash: user.passwordHash, changingUntil: null };
    await mark(user);
    expect(await users.change(user.id, { passwordHash: 'new' }, now, known)).toBeUndefined();
    expect(await users.find(user.id)).toMatchObject({ passwordHash: user.passwordHash, changingUntil: until });
    expect(
      await users.change(other.id, { passwordHash: 'new' }, now, { ...known, passwordHash: other.passwordHash }),
    ).toMatchObject({
      passwordHash: 'new',
    });
  });

  it('does not take place without a mark if it needs one', async () => {
    const known = { passwordHash: user.passwordHash, changingUntil: until };
    expect(await users.change(user.id, { passwordHash: 'new' }, now, known)).toBeUndefined();
    expect(await users.find(user.id)).toEqual(user);
  });
});

describe('costliestHash', () => {
  it('returns a hash of the highest cost, whatever is stored beside it', async () => {
    const at = (cost: string) => aUser({ passwordHash: `$2b$${cost}$${anId()}` });
    const [cheap, dear, dearest] = [at('08'), at('10'), at('31')];
    for (const user of [dear, dearest, cheap, aUser({ passwordHash: '$2c$99$x' })]) await users.add(user);
    expect(await users.costliestHash()).toBe(dearest.passwordHash);
    await users.remove(dearest.id);
    expect(await users.costliestHash()).toBe(dear.passwordHash);
    await users.change(cheap.id, { passwordHash: '$2b$11$x' }, new Date());
    expect(await users.costliestHash()).toBe('$2b$11$x');
  });
});

describe('disable', () => {
  const now = new Date('2030-01-01T00:00:00.123Z');
  const LOCK = '$2b$04$no.password.has.this';
  const until = new Date('2030-01-01T00:00:05.123Z');

  async function added(over: Partial<User> = {}): Promise<User> {
    const user = aUser(over);
    await users.add(user);
    return user;
  }

  it('puts the hash in the place of the present one, which it keeps, removes a mark, and leaves other users', async () => {
    const [user, other] = [await added({ firstName: 'A' }), await added()];
    await users.markChanging(user.id, { passwordHash: user.passwordHash, now, until });
    const after = { ...user, passwordHash: LOCK, disabledHash: user.passwordHash, updatedAt: now };
    expect(await users.disable(user.id, LOCK, now)).toEqual(after);
    expect(await users.findByEmail(user.email)).toEqual(after);
    expect(await users.find(other.id)).toEqual(other);
  });

  it('keeps the first hash when the user is disabled already, also of many at once', async () => {
    const user = await added();
    const all = await Promise.all(Array.from({ length: 10 }, () => users.disable(user.id, LOCK, now)));
    const after = { ...user, passwordHash: LOCK, disabledHash: user.passwordHash, updatedAt: now };
    for (const each of all) expect(each).toEqual(after);
    expect(await users.disable(user.id, `${LOCK}.too`, new Date())).toEqual(after);
  });

  it.each(['$password_hash', '$$ROOT', '$2b$04$x'])('treats the hash %s as plain text', async (lock) => {
    const { id } = await added();
    expect(await users.disable(id, lock, now)).toMatchObject({ passwordHash: lock });
  });

  it('fails a change that needs the present hash, and one that needs the mark', async () => {
    const { id, passwordHash } = await added();
    await users.markChanging(id, { passwordHash, now, until });
    await users.disable(id, LOCK, now);
    expect(await users.change(id, { passwordHash: 'new' }, now, { passwordHash })).toBeUndefined();
    const known = { passwordHash: LOCK, changingUntil: until };
    expect(await users.change(id, { passwordHash: 'new' }, now, known)).toBeUndefined();
  });

  it('is undone by enable, which gives back the hash that a change may have replaced, and removes a mark', async () => {
    const [user, other] = [await added(), await added()];
    await users.disable(user.id, LOCK, now);
    const disabled = await users.change(user.id, { disabledHash: 'new' }, now, { passwordHash: LOCK });
    expect(disabled).toMatchObject({ passwordHash: LOCK, disabledHash: 'new' });
    await users.markChanging(user.id, { passwordHash: LOCK, now, until });
    const later = new Date('2030-01-02T00:00:00.000Z');
    const after = { ...user, passwordHash: 'new', updatedAt: later };
    expect(await users.enable(user.id, later)).toEqual(after);
    expect(await users.enable(user.id, new Date())).toEqual(after);
    expect(await users.enable(other.id, later)).toEqual(other);
  });

  it('removes the mark when the hash to be enabled with changes', async () => {
    const { id } = await added();
    await users.disable(id, LOCK, now);
    await users.markChanging(id, { passwordHash: LOCK, now, until });
    const known = { passwordHash: LOCK, changingUntil: until };
    const changed = await users.change(id, { disabledHash: 'new' }, now, known);
    expect(changed).toMatchObject({ disabledHash: 'new' });
    expect(changed?.changingUntil).toBeUndefined();
  });

  it('and enable return undefined for an unknown user', async () => {
    expect(await users.disable(anId(), LOCK, now)).toBeUndefined();
    expect(await users.enable(anId(), now)).toBeUndefined();
  });
});

describe('page', () => {
  it('returns every user once, by their emails in lower case, in pages that begin after an email', async () => {
    const tail = anEmail();
    const emails = ['b', 'A', '\u00e4', 'a.a', '\u{1f600}', '\uffee', 'C', '$gt', "'"].map(
      (local) => `zz-${local}${tail}`,
    );
    for (const email of emails) await users.add(aUser({ email }));
    const seen: User[] = [];
    for (let page = await users.page(2, 'zz-'); page.length > 0; page = await users.page(2, seen.at(-1)?.email)) {
      expect(page.length).toBeLessThanOrEqual(2);
      seen.push(...page);
    }
    const bytes = (email: string) => Buffer.from(email.toLowerCase());
    const sorted = emails.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
    expect(seen.map(({ email }) => email).filter((email) => email.endsWith(tail))).toEqual(sorted);
    expect(seen[0]).toEqual(await users.findByEmail(sorted[0] ?? ''));
  });

  it('begins with the first user, and is empty after the last', async () => {
    await users.add(aUser({ email: `!${anEmail()}` }));
    const [first] = await users.page(1);
    expect((await users.page(1000))[0]).toEqual(first);
    expect(await users.page(10, '\u{10ffff}')).toEqual([]);
  });
});

describe('erasing', () => {
  it('marks a user, who stays until they are removed', async () => {
    const [user, other] = [aUser(), aUser()];
    await Promise.all([users.add(user), users.add(other)]);
    await users.markErasing(user.id);
    expect(await users.findErasing()).toContain(user.id);
    expect(await users.findErasing()).not.toContain(other.id);
    expect(await users.find(user.id)).toEqual(user);
    await users.remove(user.id);
    await users.remove(user.id);
    expect(await users.find(user.id)).toBeUndefined();
    expect(await users.findByEmail(user.email)).toBeUndefined();
    expect(await users.findErasing()).not.toContain(user.id);
    expect(await users.find(other.id)).toEqual(other);
  });

  it('frees the email', async () => {
    const user = aUser();
    await users.add(user);
    await users.remove(user.id);
    await users.add(aUser({ email: user.email }));
  });
});

describe('users of a release without keys', () => {
  const stored = storedUsers();
  afterAll(() => stored.close());

  /** Adds a user for each spelling, the first of them first. */
  async function old(...emails: string[]): Promise<User[]> {
    const people = emails.map((email, index) => aUser({ email, createdAt: new Date(Date.UTC(2020, 0, 1 + index)) }));
    await stored.addOld(people);
    return people;
  }

  it('are found by their spelling, in any case', async () => {
    const [user] = await old(`${anId()}@b\u00fccher.example`);
    for (const email of [user?.email ?? '', user?.email.toUpperCase() ?? ''])
      expect(await users.findByEmail(email)).toEqual(user);
  });

  it.each([
    ['in Unicode', 'b\u00fccher.example', ['B\u00fccher.example', 'xn--bcher-kva.example', 'bu\u0308cher.example']],
    ['in A-labels', 'xn--bcher-kva.example', ['XN--BCHER-KVA.example', 'b\u00fccher.example']],
    ['in ASCII', 'mail.com', ['MAIL.com']],
  ])('keep their email, whose domain is %s: add throws Duplicate for every spelling', async (_, domain, others) => {
    const id = anId();
    const [user] = await old(`${id}@${domain}`);
    for (const other of [domain, ...others])
      await expect(users.add(aUser({ email: `${id}@${other}` }))).rejects.toBeInstanceOf(Duplicate);
    expect(await users.find(user?.id ?? '')).toEqual(user);
    await users.add(aUser({ email: `x${id}@${domain}` }));
  });

  it('are each found by their own spelling if they have one key', async () => {
    const id = anId();
    const both = await old(`${id}@b\u00fccher.example`, `${id}@xn--bcher-kva.example`);
    for (const user of both) expect(await users.findByEmail(user.email.toUpperCase())).toEqual(user);
    await expect(users.add(aUser({ email: `${id}@bu\u0308cher.example` }))).rejects.toBeInstanceOf(Duplicate);
  });

  it('would find the users of this release: their emails are stored in lower case, too', async () => {
    const user = aUser({ email: `John.${anId()}@B\u00fccher.example` });
    await users.add(user);
    expect(await stored.plainEmail(user.id)).toBe(user.email.toLowerCase());
    await expect(old(user.email.toLowerCase())).rejects.toThrow(/UNIQUE|duplicate key/);
  });
});
