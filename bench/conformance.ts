// One conformance check, which each contender passes before it is timed: the same answers and refusals as ours.
import { deepStrictEqual } from 'node:assert';
import type { Answer, Client, Sent } from '../test/support/client.ts';
import { forge, HEADER } from '../test/support/tokens.ts';
import type { Contender } from './contender.ts';
import { FEW, idsOf, PASSWORD, people, SECRET } from './fixture.ts';
import { within } from './within.ts';

const { reader, giver, taker, pager, hoarder, writer, editor, signer } = people;
const [one = ''] = idsOf(reader);
const [other = '', second = ''] = idsOf(editor);

const unstored = forge(HEADER, { id: reader.id, name: '', email: '', iat: 0, exp: 9e9, jti: 'none' }, SECRET);

interface Step extends Sent {
  name: string;
  method: string;
  path: string;
  /** The words that the message of a refusal has, where each contender words it in its own way. */
  names?: string;
  /** Whether it is a duty, which the limit does not have. */
  duty?: boolean;
}

const get = (name: string, path: string, more: Partial<Step> = {}): Step => ({ name, method: 'GET', path, ...more });
const send = (name: string, method: string, path: string, body: unknown, more: Partial<Step> = {}): Step => ({
  name,
  method,
  path,
  ...(body !== undefined && { body }),
  ...more,
});

const at = (id: string) => `/todo/${id}`;
const ADDED = { title: 'To be added', description: 'Soon', dueDate: '2030-01-31T12:00:00.000Z', assignee: taker.id };
const keyed = { token: writer.token, headers: { 'Idempotency-Key': 'conformance' } };
const [asReader, asWriter, asEditor] = [reader, writer, editor].map(({ token }) => ({ token }));

const STEPS: readonly Step[] = [
  get('one todo', at(one), { ...asReader }),
  get('a list', '/todo', { ...asReader }),
  get('a list by assignee', `/todo?assignee=${taker.id}`, { token: giver.token }),
  get('the list of an assignee', '/todo', { token: taker.token }),
  get('a page', `/todo?status=todo&sort=-due_date&limit=${FEW}`, { token: pager.token }),
  get('a long list', '/todo', { token: hoarder.token }),
  send('a new todo', 'POST', '/todo', ADDED, { ...asWriter }),
  send(
    'a new todo with one field',
    'POST',
    '/todo',
    { title: 'x', unknown: 1, description: null },
    { ...asWriter, duty: true },
  ),
  send('a new todo with a key', 'POST', '/todo', ADDED, keyed),
  send('the same again', 'POST', '/todo', ADDED, keyed),
  send('another one with its key', 'POST', '/todo', { title: 'another' }, { ...keyed, duty: true }),
  get('all that was added', '/todo', { ...asWriter, duty: true }),
  send('a new status', 'PATCH', `${at(other)}/done`, undefined, { ...asEditor }),
  send('the same status again', 'PATCH', `${at(other)}/done`, undefined, { ...asEditor }),
  send('a merge patch', 'PATCH', at(second), { title: 'New', description: null, dueDate: null }, { ...asEditor }),
  get('what was edited', '/todo', { ...asEditor }),
  ...[
    send('no title', 'POST', '/todo', { description: 'x' }, { ...asWriter, names: 'title' }),
    send('a blank title', 'POST', '/todo', { title: ' ' }, { ...asWriter, names: 'title' }),
    send('a title that is a number', 'POST', '/todo', { title: 5 }, { ...asWriter, names: 'title' }),
    send('a long title', 'POST', '/todo', { title: 'x'.repeat(256) }, { ...asWriter, names: 'title' }),
    send('a wrong due date', 'POST', '/todo', { title: 'x', dueDate: 'soon' }, { ...asWriter, names: 'dueDate' }),
    send('a wrong assignee', 'POST', '/todo', { title: 'x', assignee: 'me' }, { ...asWriter, names: 'assignee' }),
    send('a wrong status', 'PATCH', `${at(other)}/never`, undefined, { ...asEditor, names: 'status' }),
    send('a wrong merge patch', 'PATCH', at(other), { title: 5 }, { ...asEditor, names: 'title' }),
    get('a wrong id', at('mine'), { ...asReader, names: '' }),
    get('a wrong limit', '/todo?limit=201', { ...asReader, names: 'limit' }),
    get('a wrong sort', '/todo?sort=title', { ...asReader, names: 'sort' }),
    get('a todo of somebody else', at(one), { ...asWriter }),
    send('an edit of it', 'PATCH', at(one), { title: 'x' }, { ...asWriter }),
    send('a status of it', 'PATCH', `${at(one)}/done`, undefined, { ...asWriter }),
    get('no token', '/todo'),
    get('a token that is not ours', '/todo', { token: `${reader.token.slice(0, -9)}xxxxxxxxx` }),
    get('a token without a session', '/todo', { token: unstored }),
    get('an unknown route', '/nothing?at=all', { ...asReader }),
    send('a sign-in', 'POST', '/login', { email: signer.email, password: PASSWORD }),
    send('a wrong password', 'POST', '/login', { email: signer.email, password: 'wrong' }),
    get('a request with an id', at(one), { ...asReader, headers: { 'X-Request-Id': 'mine' } }),
  ].map((step) => ({ ...step, duty: true })),
];

const COMPARED = ['content-type', 'etag', 'location', 'cache-control', 'www-authenticate'];
const SECURITY = ['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'referrer-policy'];

const known = new Set(Object.values(people).flatMap((person) => [person.id, ...idsOf(person)]));
const start = Date.now();

/** The same text without the ids and the times that each contender makes anew. */
const masked = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{24}\b/g, (id) => (known.has(id) ? id : '<id>'))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => (Math.abs(Date.parse(time) - start) < 600_000 ? '<time>' : time))
    .replace(/\beyJ[\w.-]+/, '<token>');

/** What an answer must have in common with ours. */
function essence({ names }: Step, { status, headers, body }: Answer, duties: boolean) {
  const message = names === undefined ? body.message : (body.message?.includes(names) ?? false);
  const ordered = Object.fromEntries(Object.entries({ ...body, message }).sort());
  if (!duties) return { status, body: JSON.parse(masked(JSON.stringify(ordered))) as unknown };
  // An entity tag that says nothing of the version is what Express adds to every answer.
  const value = (name: string) => headers.get(name)?.replace(/^W\/.*/, '') || null;
  return {
    status,
    body: JSON.parse(masked(JSON.stringify(ordered))) as unknown,
    headers: Object.fromEntries(COMPARED.map((name) => [name, masked(value(name) ?? '')])),
    security: SECURITY.filter((name) => headers.has(name)),
    id: /^[\w.-]{4,64}$/.test(headers.get('x-request-id') ?? '') && headers.get('x-request-id') === 'mine',
    next: headers.has('link'),
  };
}

/** The pages that follow the first one. */
async function walk(client: Client): Promise<unknown[]> {
  const pages = [];
  let path: string | undefined = '/todo?limit=100&status=done';
  while (path !== undefined) {
    const { body, headers } = await client.call('GET', path, { token: pager.token, headers: { 'X-User': pager.id } });
    pages.push(body.data);
    path = /^<\/api(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
  }
  return pages;
}

const userOf = (token: string | undefined) => Object.values(people).find((person) => person.token === token)?.id ?? '';

/** Asks a contender everything that it has to answer. */
async function answersOf({ name, server, plan }: Contender): Promise<Map<Step, Answer>> {
  const answers = new Map<Step, Answer>();
  for (const step of STEPS.filter(({ duty }) => plan.duties || !duty)) {
    const headers = { ...step.headers, 'X-User': userOf(step.token) };
    const call = server.call(step.method, step.path, { ...step, headers });
    answers.set(step, await within(`answer of ${name} to ${step.name}`, call));
  }
  return answers;
}

function same(what: string, answer: unknown, wanted: unknown): void {
  try {
    deepStrictEqual(answer, wanted);
  } catch (error) {
    throw new Error(`${what}: an answer that differs from ours\n${(error as Error).message}`);
  }
}

/** @throws when a contender answers in another way than ours */
export async function checkConformance(field: readonly Contender[]): Promise<void> {
  const reference = field.find(({ name }) => name === 'ours') as Contender;
  const expected = await answersOf(reference);
  const pages = await walk(reference.server);
  for (const contender of field.filter((one) => one !== reference)) {
    const { name, duties } = contender.plan;
    for (const [step, answer] of await answersOf(contender))
      same(`${name}, ${step.name}`, essence(step, answer, duties), essence(step, expected.get(step) as Answer, duties));
    same(`${name}, a walk through pages`, await walk(contender.server), pages);
  }
}
