import type { Ask } from './connection.ts';
import { FEW, idsOf, MANY, people, type Person } from './fixture.ts';

/** One row of the table. */
export interface Line {
  /** What `--only` calls it. */
  key: string;
  name: string;
  /** Requests of one round, and over how many connections. */
  count: number;
  connections: number;
  writes?: boolean;
  /** Whether it measures a duty, which the limit does not have. */
  duty?: boolean;
  /** Makes the requests for one server, each other than the one before where that matters. */
  requests: () => () => Ask;
}

interface Parts {
  method?: string;
  path: string;
  as?: Person;
  status?: number;
  body?: object;
  headers?: Record<string, string>;
}

/** The text of a request. The limit, which has no duties, takes the user from a header of its own. */
export function ask({ method = 'GET', path, as, status = 200, body, headers = {} }: Parts): Ask {
  const json = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...(as ? [`Authorization: Bearer ${as.token}`, `X-User: ${as.id}`] : []),
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(json)}`] : []),
    ...Object.entries(headers).map((pair) => pair.join(': ')),
  ];
  return { text: `${lines.join('\r\n')}\r\n\r\n${json}`, status };
}

/** The same request each time. */
export const always = (parts: Parts) => () => {
  const same = ask(parts);
  return () => same;
};

/** The n-th request, for n from 0. */
const numbered = (partsOf: (n: number) => Parts) => () => {
  let n = 0;
  return () => ask(partsOf(n++));
};

const { reader, giver, taker, pager, hoarder, writer, editor } = people;
const STATUSES = ['inprogress', 'done', 'todo'];
const [one] = idsOf(reader);
const edited = idsOf(editor);
const todo = (n: number) => `/api/todo/${edited[n % FEW]}`;
/** Changes with every round through the todos, so that each edit is one. */
const turn = (n: number): number => Math.floor(n / FEW);

const newTodo = (n: number): Parts => ({
  method: 'POST',
  path: '/api/todo',
  as: writer,
  status: 201,
  body: { title: `Todo ${n}`, description: 'What there is to do', dueDate: '2030-01-31T12:00:00.000Z' },
});

/** The size of a round of cheap requests. */
export const SMALL = { count: 300, connections: 16 };

/** The cheapest read. */
export const GET_ONE: Line = {
  key: 'one',
  name: 'GET one',
  ...SMALL,
  requests: always({ path: `/api/todo/${one}`, as: reader }),
};

/** The lines that the rounds measure. */
export const LINES: readonly Line[] = [
  GET_ONE,
  { key: 'list', name: `list of ${FEW}`, ...SMALL, requests: always({ path: '/api/todo', as: reader }) },
  {
    key: 'assignee',
    name: `list ?assignee=, ${FEW} found`,
    ...SMALL,
    requests: always({ path: `/api/todo?assignee=${taker.id}`, as: giver }),
  },
  {
    key: 'page',
    name: `page of ${FEW}, filter and sort`,
    ...SMALL,
    requests: always({ path: `/api/todo?status=todo&sort=-due_date&limit=${FEW}`, as: pager }),
  },
  {
    key: 'list-10000',
    name: `list of ${MANY}`,
    count: 2,
    connections: 1,
    requests: always({ path: '/api/todo', as: hoarder }),
  },
  { key: 'post', name: 'POST', ...SMALL, writes: true, requests: numbered(newTodo) },
  {
    key: 'post-key',
    name: 'POST, Idempotency-Key',
    ...SMALL,
    writes: true,
    requests: numbered((n) => ({ ...newTodo(n), headers: { 'Idempotency-Key': `key-${n}` } })),
  },
  {
    key: 'status',
    name: 'PATCH status',
    ...SMALL,
    writes: true,
    requests: numbered((n) => ({ method: 'PATCH', path: `${todo(n)}/${STATUSES[turn(n) % 3]}`, as: editor })),
  },
  {
    key: 'patch',
    name: 'PATCH, merge patch',
    ...SMALL,
    writes: true,
    requests: numbered((n) => ({ method: 'PATCH', path: todo(n), as: editor, body: { title: `Title ${turn(n)}` } })),
  },
  { key: '401', name: 'no token, 401', ...SMALL, duty: true, requests: always({ path: '/api/todo', status: 401 }) },
];

/** The line that is measured in another way. */
export const SIGN_IN = 'login';
