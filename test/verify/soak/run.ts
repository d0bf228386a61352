// After minutes of mixed load the server holds no more memory, descriptors and handles than after the first of them.
// `-- --minutes 2` shortens it. As a control, a server that keeps a part of each request is found.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scratchDir } from '../../support/scratch.ts';
import { Server } from '../../support/server.ts';
import { printTable } from '../../support/table.ts';
import { pause } from '../../support/until.ts';
import { giveUpAfter } from '../proof.ts';
import { residentBytes } from '../usage.ts';

const SAMPLES = 20;
/** The first part of the samples, in which caches fill, does not count. */
const WARM = 5;
const CLIENTS = 8;
/** Kilobytes of heap that may be added by a thousand requests. */
const MOST_KB = 40;
const MOST_MORE = 3;
const CONTROL_MINUTES = 1;

const { values: flags } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });

interface Sample {
  requests: number;
  heap: number;
  handles: number;
  descriptors: number;
  resident: number;
}

/** One client: everything that clients do, and what they should not. @returns how many requests it has sent */
async function session(server: Server, round: string): Promise<number> {
  const email = `soak-${round}@mail.com`;
  const token = await server.signIn(email);
  const id = await server.add(token);
  const get = (path: string) => server.call('GET', path, { token });
  for (let count = 0; count < 5; count++) await Promise.all([get('/todo'), get(`/todo/${id}`), get('/todo?limit=20')]);
  await server.call('PATCH', `/todo/${id}/done`, { token });
  await server.call('PATCH', `/todo/${id}`, { token, body: { title: 'edited' } });
  await server.call('POST', '/todo', { token, body: { title: { $ne: 1 } } });
  await server.call('GET', '/todo', { token: 'not a token' });
  await server.call('POST', '/login', { body: { email, password: 'wrong' } });
  const leaving = AbortSignal.timeout(1);
  await fetch(`${server.api}/todo`, { headers: { Authorization: `Bearer ${token}` }, signal: leaving }).catch(
    () => undefined,
  );
  await server.call('DELETE', `/todo/${id}`, { token });
  await server.call('POST', '/users/me/erase', { token, body: { currentPassword: 'correct horse' } });
  return 26;
}

async function sample(server: Server, requests: number): Promise<Sample> {
  const { heap, handles } = (await server.program.ask('')) as { heap: number; handles: number };
  const descriptors = readdirSync(`/proc/${server.program.pid ?? 0}/fd`).length;
  return { requests, heap, handles, descriptors, resident: residentBytes(server.program) };
}

/** The slope of a value over thousands of requests, by least squares. */
function slopeOf(samples: Sample[], of: (sample: Sample) => number): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = samples.map(({ requests }) => requests / 1_000);
  const y = samples.map(of);
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (index: number) => number) => x.reduce((total, _, index) => total + f(index), 0);
  return sum((i) => ((x[i] ?? 0) - mx) * ((y[i] ?? 0) - my)) / sum((i) => ((x[i] ?? 0) - mx) ** 2);
}

interface Slopes {
  name: string;
  requests: number;
  heapKb: number;
  moreDescriptors: number;
  moreHandles: number;
  residentMb: [number, number];
}

async function soak(name: string, minutes: number, env: Record<string, string>): Promise<Slopes> {
  const command: [string, ...string[]] = [
    process.execPath,
    '--expose-gc',
    fileURLToPath(new URL('server.ts', import.meta.url)),
  ];
  const log = join(scratchDir('soak'), 'log');
  const server = await Server.start({ command, env: { RATE_LIMIT_ENABLED: 'false', ...env }, log, channel: true });
  const samples: Sample[] = [];
  let [requests, round] = [0, 0];
  try {
    for (let taken = 0; taken < SAMPLES; taken++) {
      const end = performance.now() + (minutes * 60_000) / SAMPLES;
      const client = async () => {
        while (performance.now() < end) requests += await session(server, `${++round}`);
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      await pause(200);
      samples.push(await sample(server, requests));
    }
  } finally {
    await server.end();
  }
  const late = samples.slice(WARM);
  const more = (of: (one: Sample) => number) => of(late.at(-1) as Sample) - of(late[0] as Sample);
  const resident = [late[0], late.at(-1)].map((one) => (one?.resident ?? 0) / 1_048_576) as [number, number];
  return {
    name,
    requests,
    heapKb: slopeOf(late, ({ heap }) => heap / 1_024),
    moreDescriptors: more(({ descriptors }) => descriptors),
    moreHandles: more(({ handles }) => handles),
    residentMb: resident,
  };
}

const isFlat = ({ heapKb, moreDescriptors, moreHandles }: Slopes) =>
  heapKb <= MOST_KB && moreDescriptors <= MOST_MORE && moreHandles <= MOST_MORE;

const minutes = Number(flags.minutes);
giveUpAfter((minutes + CONTROL_MINUTES + 5) * 60_000);
const real = await soak('as it is', minutes, {});
const control = await soak('control, with a leak', CONTROL_MINUTES, { LEAK: '1' });
printTable(
  ['', 'requests', 'KB of heap for 1,000', 'more descriptors', 'more handles', 'resident MB'],
  [real, control].map((one) => [
    one.name,
    String(one.requests),
    one.heapKb.toFixed(1),
    String(one.moreDescriptors),
    String(one.moreHandles),
    one.residentMb.map((mb) => mb.toFixed(0)).join(' → '),
  ]),
);
const isProven = isFlat(real) && !isFlat(control);
console.log(isProven ? 'ok' : 'BROKEN');
if (!isProven) process.exitCode = 1;
