import { expect } from 'vitest';
import { AN_ID } from '../../src/openapi/schemas.js';
import type { Api, Person, Sent } from './api.js';
import { signUp } from './builders.js';
import { type Operation, operations } from './document.js';

/** Bodies that say who somebody is. No example of the document can be true of every user. */
const OWN_BODIES: Record<string, (person: Person) => object> = {
  'POST /register': () => signUp(),
  'POST /login': ({ email, password }) => ({ email, password }),
  'POST /logout': () => ({}),
  'PATCH /users/me': () => ({ firstName: 'Changed' }),
  'DELETE /users/me': ({ password }) => ({ currentPassword: password }),
  'POST /users/me/erase': ({ password }) => ({ currentPassword: password }),
};

/** A request that succeeds. */
export interface Request extends Sent {
  method: string;
  path: string;
}

/** A request of an operation by a person. The things that its path names are added first. */
export async function requestOf(api: Api, person: Person, operation: Operation): Promise<Request> {
  const { method, template, name } = operation;
  const path = (await placeOf(api, person, template)) + (name === 'GET /users' ? `?email=${person.email}` : '');
  return { method, path, token: person.token, body: bodyOf(operation, person) };
}

/**
 * The example of a body in the document, in which the person stands for every user; undefined when there is no body.
 * @throws Error that names the operation when its body has no example
 */
export function bodyOf({ name, body }: Operation, person: Person): object | undefined {
  if (!body) return undefined;
  const own = OWN_BODIES[name]?.(person);
  if (own) return own;
  if (body.example === undefined) throw new Error(`The body of ${name} needs an example in the document`);
  return JSON.parse(JSON.stringify(body.example).replaceAll(AN_ID, person.id)) as object;
}

/**
 * Fills in a path. A thing that it names is added to the list before it. Any other parameter gets its own example.
 * @param template as the document writes it, such as `/todo/{todoId}`
 * @returns the path below the prefix
 */
export async function placeOf(api: Api, person: Person, template: string): Promise<string> {
  let [written, place] = ['', ''];
  for (const segment of template.split('/').filter(Boolean)) {
    const list = operations.find(({ name }) => name === `POST ${written}`);
    written += `/${segment}`;
    if (!segment.startsWith('{')) place += `/${segment}`;
    else if (list) place = await added(api, person, { list, place });
    else place += `/${exampleOf(segment.slice(1, -1), written, person)}`;
  }
  return place.slice(1);
}

/** Adds a thing. @returns its place */
async function added(api: Api, person: Person, { list, place }: { list: Operation; place: string }): Promise<string> {
  const { token } = person;
  const { status, headers } = await api.call('POST', place.slice(1), { token, body: bodyOf(list, person) });
  expect(status, list.name).toBe(201);
  return (headers.get('location') ?? '').replace(`/${api.prefix}`, '');
}

/** The example of a parameter of a path. */
function exampleOf(name: string, path: string, { id }: Person): string {
  const operation = operations.find(({ template }) => `${template}/`.startsWith(`${path}/`));
  const parameter = operation?.parameters.find((each) => each.in === 'path' && each.name === name);
  return String(parameter?.example).replaceAll(AN_ID, id);
}
