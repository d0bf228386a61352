import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../support/api.js';
import { withApp } from '../support/with-app.js';

const app = withApp();
let me: Person;

beforeAll(async () => void (me = await app.api.person()));

async function kept(body: object): Promise<string | undefined> {
  const id = await app.api.add(me.token, { title: 'x', ...body });
  return (await app.api.seen(me.token, id))?.due_date;
}

it.each([
  ['2022-12-04T15:31:35.195Z', '2022-12-04T15:31:35.195Z'],
  ['2022-12-04T15:31:35Z', '2022-12-04T15:31:35.000Z'],
  ['2022-12-04T15:31:35.1Z', '2022-12-04T15:31:35.100Z'],
  ['2022-12-04T15:31:35.1959Z', '2022-12-04T15:31:35.195Z'],
  ['2022-12-04T15:31:35.999999999999Z', '2022-12-04T15:31:35.999Z'],
  ['2022-12-04t15:31:35z', '2022-12-04T15:31:35.000Z'],
  ['2022-12-04T15:31:35+00:00', '2022-12-04T15:31:35.000Z'],
  ['2022-12-04T15:31:35-00:00', '2022-12-04T15:31:35.000Z'],
  ['2022-12-04T23:31:35+14:00', '2022-12-04T09:31:35.000Z'],
  ['2022-12-04T23:31:35.5-05:30', '2022-12-05T05:01:35.500Z'],
  ['2022-12-31T23:59:59-23:59', '2023-01-01T23:58:59.000Z'],
  ['2022-12-04', '2022-12-04T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ['1582-10-10', '1582-10-10T00:00:00.000Z'],
  ['0099-01-01', '0099-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
])('%s is stored as %s, in both spellings of the field', async (sent, answered) => {
  expect(await kept({ dueDate: sent })).toBe(answered);
  expect(await kept({ due_date: sent })).toBe(answered);
});

it.each([
  '',
  ' ',
  'tomorrow',
  '0',
  '1670167895195',
  '2022',
  '2022-12',
  '2022-12-4',
  '22-12-04',
  '+2022-12-04',
  '-2022-12-04',
  '+012022-12-04',
  '12022-12-04',
  '20221204',
  '20221204T153135Z',
  '2022-W48-7',
  '2022-338',
  '2022/12/04',
  '04.12.2022',
  '2022-00-04',
  '2022-13-04',
  '2022-12-00',
  '2022-12-32',
  '2022-02-30',
  '2023-02-29',
  '1900-02-29',
  '2022-04-31T00:00:00Z',
  '2022-12-04T',
  '2022-12-04Z',
  '2022-12-04T15Z',
  '2022-12-04T15:31Z',
  '2022-12-04T15:31:35',
  '2022-12-04T15:31:35.195',
  '2022-12-04T15:31:35.Z',
  '2022-12-04T15:31:35,195Z',
  '2022-12-04 15:31:35Z',
  '2022-12-04T24:00:00Z',
  '2022-12-04T25:00:00Z',
  '2022-12-04T15:60:00Z',
  '2016-12-31T23:59:60Z',
  '2022-12-04T15:31:35+1:00',
  '2022-12-04T15:31:35+01',
  '2022-12-04T15:31:35+0100',
  '2022-12-04T15:31:35+24:00',
  '2022-12-04T15:31:35+01:60',
  '2022-12-04T15:31:35 Z',
  '2022-12-04T15:31:35ZZ',
  ' 2022-12-04',
  '2022-12-04 ',
  '2022-12-04\n',
  '２０２２-12-04',
  'Sun, 04 Dec 2022 15:31:35 GMT',
])('"%s" is a 400, in both spellings of the field', async (sent) => {
  for (const field of ['dueDate', 'due_date']) {
    const { status, body } = await app.api.call('POST', 'todo', {
      token: me.token,
      body: { title: 'x', [field]: sent },
    });
    expect(status).toBe(400);
    expect(body.message).toMatch(new RegExp(`^${field} `));
  }
});

it.each(['9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00'])(
  '%s is a 400, since its year in UTC is not one of 0000 to 9999',
  async (dueDate) => {
    expect((await app.api.call('POST', 'todo', { token: me.token, body: { title: 'x', dueDate } })).status).toBe(400);
  },
);

describe('the alias due_date', () => {
  it('is ignored when dueDate has a value', async () => {
    const dueDate = '2022-12-04T00:00:00.000Z';
    for (const due_date of ['2023-01-01', 'nonsense', null, 1, { $ne: 1 }])
      expect(await kept({ dueDate, due_date })).toBe(dueDate);
  });

  it('counts when dueDate is null', async () => {
    expect(await kept({ dueDate: null, due_date: '2022-12-04' })).toBe('2022-12-04T00:00:00.000Z');
    const body = { title: 'x', dueDate: null, due_date: 'nonsense' };
    expect((await app.api.call('POST', 'todo', { token: me.token, body })).status).toBe(400);
  });

  it('does not replace a dueDate that is wrong', async () => {
    const body = { title: 'x', dueDate: 'nonsense', due_date: '2022-12-04' };
    const { status, body: answer } = await app.api.call('POST', 'todo', { token: me.token, body });
    expect(status).toBe(400);
    expect(answer.message).toMatch(/^dueDate [^;]+$/);
  });
});
