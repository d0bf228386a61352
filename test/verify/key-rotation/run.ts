// Three servers on one MongoDB get a new signing key, one after the other, under load: nobody is signed out.
import { setTimeout as pause } from 'node:timers/promises';
import { Nodes } from '../../support/nodes.ts';
import { Server } from '../../support/server.ts';
import { giveUpAfter } from '../proof.ts';

const REPLICAS = 3;
const LIFE_MS = 10_000;
/** Until a token is used for the last time: less than its life, so that a slow machine does not use an expired one. */
const USED_MS = 6_000;
const AT_MOST_MS = 5 * 60_000;

const OLD = 'the signing key of old, long enough for anyone';
const NEW = 'the signing key that is new, as long as that one';

type Keys = Record<'JWT_SECRET' | 'JWT_SECRET_PREVIOUS', string>;

/** The steps of docs/operations.md. Each is rolled out to one server after the other. */
const STEPS: Keys[] = [
  { JWT_SECRET: OLD, JWT_SECRET_PREVIOUS: NEW },
  { JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD },
  { JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: '' },
];

/** Servers that are replaced one by one, and clients that use them meanwhile. */
class Installation {
  readonly up: Server[] = [];
  private going = true;
  private used = 0;
  private refused = 0;
  private readonly uri: string;

  constructor(uri: string) {
    this.uri = uri;
  }

  async start(keys: Keys): Promise<void> {
    const env = { ...keys, MONGODB_URI: this.uri, JWT_EXPIRES_IN: `${LIFE_MS}ms`, RATE_LIMIT_ENABLED: 'false' };
    this.up.push(await Server.start({ env }));
  }

  async rollOut(keys: Keys): Promise<void> {
    for (let count = 0; count < REPLICAS; count++) {
      const oldest = this.up.shift();
      await this.start(keys);
      await oldest?.end();
    }
  }

  /** Signs in and uses each token at all servers, until `stop` is called. */
  async client(email: string): Promise<void> {
    for (let round = 0; ; round++) {
      const token = await this.any(round).signIn(email);
      const end = performance.now() + USED_MS;
      while (performance.now() < end) {
        if (!this.going) return;
        const answers = await Promise.all(this.up.map((server) => server.call('GET', '/todo', { token })));
        this.used += answers.length;
        this.refused += answers.filter(({ status }) => status === 401).length;
        await pause(100);
      }
    }
  }

  /** Ends the clients and the servers. @returns how many requests had a token, and how many of these were refused */
  async stop(clients: Promise<void>[]): Promise<{ used: number; refused: number }> {
    this.going = false;
    await Promise.all(clients);
    await Promise.all(this.up.map((server) => server.end()));
    return { used: this.used, refused: this.refused };
  }

  private any(round: number): Server {
    const server = this.up[round % this.up.length];
    if (!server) throw new Error('no server is up');
    return server;
  }
}

async function rotate(uri: string, steps: Keys[]): Promise<{ used: number; refused: number }> {
  const all = new Installation(uri);
  for (let count = 0; count < REPLICAS; count++) await all.start({ JWT_SECRET: OLD, JWT_SECRET_PREVIOUS: '' });
  const clients = ['ann@mail.com', 'ben@mail.com', 'cay@mail.com'].map((email) => all.client(email));
  for (const step of steps) {
    await pause(LIFE_MS);
    await all.rollOut(step);
  }
  await pause(USED_MS / 2);
  return all.stop(clients);
}

giveUpAfter(AT_MOST_MS);
const nodes = await Nodes.start({ count: 1 });
try {
  const { used, refused } = await rotate(nodes.uri('rotated'), STEPS);
  console.log(`in three steps: ${used} requests with a token, ${refused} refused`);
  const control = await rotate(nodes.uri('control'), STEPS.slice(-1));
  console.log(`control, the new key at once: ${control.used} requests with a token, ${control.refused} refused`);
  const isProven = used > 100 && refused === 0 && control.refused > 0;
  console.log(isProven ? 'ok' : 'BROKEN');
  if (!isProven) process.exitCode = 1;
} finally {
  await nodes.stop();
}
