import { beforeAll, describe, expect, it } from 'vitest';
import { FAILURES_OF_ACCOUNT } from '../../src/auth/password-tries.js';
import { LOOKUPS_OF_ADDRESS } from '../../src/users/user-limits.js';
import type { Answer, Person } from '../support/api.js';
import { anEmail, signUp } from '../support/builders.js';
import { until } from '../support/until.js';
import { withApp } from '../support/with-app.js';

const LIMITS = { REGISTRATION_LIMIT: '3', SIGN_IN_LIMIT: '5', SIGN_IN_ADDRESS_LIMIT: '12' };
const app = withApp({ ...LIMITS, TRUST_PROXY: '1' });

let last = 0;
/** An address that no test has used. */
const anAddress = () => `203.${++last >> 16}.${(last >> 8) & 255}.${last & 255}`;
const from = (address: string) => ({ 'X-Forwarded-For': address });

const register = (address: string, body: unknown = signUp()) =>
  app.api.call('POST', 'register', { body, headers: from(address) });
const signIn = (address: string, email: string, password = 'wrong') =>
  app.api.call('POST', 'login', { body: { email, password }, headers: from(address) });

/** Someone who has registered and signed in from this address. */
async function person(address: string): Promise<Person> {
  const who = signUp();
  expect((await register(anAddress(), who)).status).toBe(201);
  const { status, body } = await signIn(address, who.email, who.password);
  expect(status).toBe(200);
  return { ...who, id: '', token: body.data as string };
}

const statuses = async (answers: Promise<Answer>[]) => (await Promise.all(answers)).map(({ status }) => status).sort();
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('registrations of one address', () => {
  it('are limited, and those that are refused or malformed are not counted as more', async () => {
    const address = anAddress();
    expect(await statuses(times(4, () => register(address, {})))).toEqual([400, 400, 400, 400]);
    expect(await statuses(times(5, () => register(address)))).toEqual([201, 201, 201, 429, 429]);
    const { headers, body } = await register(address);
    expect(body.message).toBe('Too many registrations from your address; wait a little');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_500);
    expect(headers.get('ratelimit-policy')).toBe('"registrations";q=3;w=3600');
    expect(headers.get('ratelimit')).toBe(`"registrations";r=0;t=${headers.get('retry-after')}`);
    expect((await register(anAddress())).status).toBe(201);
  });

  it('are those of a network of IPv6, whatever the client says of itself', async () => {
    const of = (own: string, index: number) => register(`${own}, 2001:db8:7:7::${index}`);
    expect(await statuses(times(5, (index) => of(anAddress(), index)))).toEqual([201, 201, 201, 429, 429]);
    expect((await of('1.1.1.1', 9)).status).toBe(429);
  });
});

describe('look-ups', () => {
  it('of all callers at one address are limited together', async () => {
    const address = anAddress();
    const callers = await Promise.all(times(3, () => person(anAddress())));
    const lookUps = callers.flatMap(({ token, email }) =>
      times(50, () => app.api.call('GET', `users?email=${email}`, { token, headers: from(address) })),
    );
    const answers = await statuses(lookUps);
    expect(answers.filter((status) => status === 200)).toHaveLength(LOOKUPS_OF_ADDRESS.points);
  });
});

describe('failed sign-ins', () => {
  it.each([
    ['one account', async () => (await person(anAddress())).email],
    ['an account that nobody has', async () => anEmail()],
  ])('with %s from one address are limited, also when they come at once', async (_, anAccount) => {
    const [email, address] = [await anAccount(), anAddress()];
    expect(await statuses(times(9, () => signIn(address, email)))).toEqual([
      ...times(5, () => 400),
      ...times(4, () => 429),
    ]);
    const { headers, body } = await signIn(address, email);
    expect(body.message).toBe('Too many failed sign-ins; wait a little');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
    expect(headers.get('ratelimit-policy')).toBe('"sign-ins";q=5;w=900');
    expect((await signIn(anAddress(), email)).status).toBe(400);
  });

  it('count for every spelling of an email', async () => {
    const address = anAddress();
    const spellings = ['Ann@mail.com', 'ann@MAIL.com', 'ann@mail.com', 'ANN@mail.COM', 'aNn@mail.com', 'ann@mail.com'];
    const answers: number[] = [];
    for (const email of spellings) answers.push((await signIn(address, email)).status);
    expect(answers).toEqual([400, 400, 400, 400, 400, 429]);
  });

  it('refuse the right password, too, and no longer with another account or from another address', async () => {
    const [address, home] = [anAddress(), anAddress()];
    const [ann, bob] = [await person(home), await person(home)];
    await statuses(times(5, () => signIn(address, ann.email)));
    expect((await signIn(address, ann.email, ann.password)).status).toBe(429);
    expect((await signIn(address, bob.email, bob.password)).status).toBe(200);
    expect((await signIn(home, ann.email, ann.password)).status).toBe(200);
  });

  it('begin anew after a success', async () => {
    const address = anAddress();
    const { email, password } = await person(address);
    for (let round = 0; round < 3; round++) {
      expect(await statuses(times(4, () => signIn(address, email)))).toEqual([400, 400, 400, 400]);
      if (round < 2) expect((await signIn(address, email, password)).status).toBe(200);
    }
  });

  it('are not counted for a malformed body, nor for a success', async () => {
    const address = anAddress();
    const { email, password } = await person(address);
    const malformed = () => app.api.call('POST', 'login', { body: { email }, headers: from(address) });
    expect(await statuses(times(20, malformed))).toEqual(times(20, () => 400));
    for (let index = 0; index < 15; index++) expect((await signIn(address, email, password)).status).toBe(200);
  });

  it('from one address are limited over all accounts; the right password gives back only its own', async () => {
    const address = anAddress();
    const { email, password } = await person(anAddress());
    expect(await statuses(times(11, () => signIn(address, anEmail())))).toEqual(times(11, () => 400));
    expect((await signIn(address, email, password)).status).toBe(200);
    expect(await statuses(times(3, () => signIn(address, anEmail())))).toEqual([400, 429, 429]);
    // The address is known to this account now.
    expect((await signIn(address, email, password)).status).toBe(200);
    expect((await signIn(address, email)).status).toBe(400);
  });

  it('from many addresses leave one try to an unknown address, and never lock out the owner', async () => {
    const home = anAddress();
    const { email, password } = await person(home);
    for (let index = 0; index < FAILURES_OF_ACCOUNT.points; index += 20)
      expect(await statuses(times(20, () => signIn(anAddress(), email)))).toEqual(times(20, () => 400));
    const stranger = anAddress();
    expect(await statuses(times(4, () => signIn(stranger, email)))).toEqual([400, 429, 429, 429]);
    expect((await signIn(stranger, email, password)).status).toBe(429);
    expect(await statuses(times(4, () => signIn(home, email)))).toEqual([400, 400, 400, 400]);
    expect((await signIn(home, email, password)).status).toBe(200);
    // A new address of the owner has one try as well, after which it is known.
    const holiday = anAddress();
    expect((await signIn(holiday, email, password)).status).toBe(200);
    expect(await statuses(times(4, () => signIn(holiday, email)))).toEqual([400, 400, 400, 400]);
    // The owner's failures are counted for the account, and it is still under attack.
    expect(await statuses(times(2, () => signIn(stranger, email)))).toEqual([429, 429]);
  });

  it.each([
    ['PATCH', 'users/me', { password: 'Another_12345' }],
    ['DELETE', 'users/me', {}],
    ['POST', 'users/me/erase', {}],
  ])('include a wrong currentPassword of %s /%s', async (method, path, more) => {
    const address = anAddress();
    const { email, password, token } = await person(address);
    const send = (currentPassword: string) =>
      app.api.call(method, path, { token, headers: from(address), body: { ...more, currentPassword } });
    expect(await statuses(times(3, () => send('wrong')))).toEqual([400, 400, 400]);
    expect(await statuses(times(3, () => signIn(address, email)))).toEqual([400, 400, 429]);
    expect((await send(password)).status).toBe(429);
    expect((await app.api.call('GET', 'users/me', { token })).status).toBe(200);
  });
});

describe('a sign-in', () => {
  beforeAll(() => app.restart({ ...LIMITS, TRUST_PROXY: '1', BCRYPT_COST: '9' }));

  it('waits for a few of the registrations of other addresses, not for all', async () => {
    const home = anAddress();
    const { email, password } = await person(home);
    let registered = 0;
    const registrations = times(24, async () => {
      expect((await register(anAddress())).status).toBe(201);
      registered++;
    });
    await until('some have registered', async () => registered >= 2);
    const before = registered;
    expect((await signIn(home, email, password)).status).toBe(200);
    // Two of them run, and two more have their turn. The answers of two may overtake that of the sign-in.
    expect(registered - before).toBeLessThanOrEqual(6);
    await Promise.all(registrations);
  });
});

describe('without TRUST_PROXY, behind a proxy', () => {
  beforeAll(() => app.restart(LIMITS));

  it('nothing is limited by the address alone, and the log says once why', async () => {
    const proxied = () => register(anAddress());
    expect(await statuses(times(6, proxied))).toEqual(times(6, () => 201));
    expect(await statuses(times(15, () => signIn(anAddress(), anEmail())))).toEqual(times(15, () => 400));
    const email = anEmail();
    expect(await statuses(times(7, () => signIn(anAddress(), email)))).toEqual([...times(5, () => 400), 429, 429]);
    expect((await app.logged()).filter(({ msg }) => String(msg).includes('set TRUST_PROXY'))).toHaveLength(1);
  });
});

describe('with RATE_LIMIT_ENABLED=false', () => {
  beforeAll(() => app.restart({ ...LIMITS, RATE_LIMIT_ENABLED: 'false' }));

  it('nothing is limited', async () => {
    const [address, email] = [anAddress(), anEmail()];
    expect(await statuses(times(8, () => register(address)))).toEqual(times(8, () => 201));
    expect(await statuses(times(20, () => signIn(address, email)))).toEqual(times(20, () => 400));
  });
});
