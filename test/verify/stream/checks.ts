import type { Server } from '../../support/server.ts';
import { pause, until } from '../../support/until.ts';
import { MB, residentBytes } from '../usage.ts';
import { idOf, TODOS } from './data.ts';
import { isFlat, liveDuring, mb, peakDuring } from './memory.ts';
import { Reader } from './reader.ts';

/** The number of lists after which V8 no longer enlarges its young generation. */
const WARM_UP = 4;
/** One caller gets four streamed lists at a time. */
const SLOW_READERS = 4;
const LEAVERS = 4;
/** The most that others may wait for a small request while lists are sent: far less than a list takes. */
const OTHERS_WAIT_AT_MOST_MS = 500;
/** The least number of other requests that makes their waits meaningful. */
const ENOUGH = 10;
const ROWS_AT_ONCE = 100;

/** A process of the product, and the token of its user. */
export interface Target {
  server: Server;
  token: string;
}

/** One check: its name, the figures, and whether it has passed. */
export type Finding = [what: string, figures: string, good: boolean];

const pagesOf = ({ program }: Server): number => program.stdout.split('page\n').length - 1;
const ms = (value: number | undefined): string => (value === undefined ? 'never' : `${Math.round(value)} ms`);

/** Sends small requests one after the other while `going`. @returns how long each took */
async function others({ server, token }: Target, going: () => boolean): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; going(); index++) {
    const { status, ms: each } = await (index % 5
      ? server.call('GET', '/todo?limit=1', { token })
      : server.call('POST', '/logout', { token: 'not one of ours' }));
    if (status !== 200 && status !== 400) throw new Error(`another request was answered with ${status}`);
    took.push(each);
  }
  return took.sort((a, b) => a - b);
}

/** The wait that 95 of 100 others do not exceed; the rest may have waited for the machine. */
const usual = (took: number[]): number => took[Math.floor(took.length * 0.95)] ?? Infinity;
const latencies = (took: number[]): string =>
  `${took.length} others: median ${ms(took[took.length >> 1])}, 95% ${ms(usual(took))}, slowest ${ms(took.at(-1))}`;
const nobodyHeldUp = (took: number[]): boolean => took.length >= ENOUGH && usual(took) < OTHERS_WAIT_AT_MOST_MS;

/** Reads the whole list, after some that warm the process up. */
export async function wholeList({ server, token }: Target): Promise<Finding[]> {
  const idle = residentBytes(server.program);
  const first = await peakDuring(server, () => new Reader(server.api, token).ended);
  for (let index = 1; index < WARM_UP; index++) await new Reader(server.api, token).ended;
  await pause(500);
  const [before, pagesBefore] = [residentBytes(server.program), pagesOf(server)];
  let pagesAtFirstByte = 0;
  const reader = new Reader(server.api, token, () => (pagesAtFirstByte = pagesOf(server) - pagesBefore));
  const peak = await peakDuring(server, () => reader.ended);
  const total = performance.now() - reader.begun;
  await pause(100);
  const pages = pagesOf(server) - pagesBefore;
  const ids = reader.ids() ?? [];
  const inOrder = ids.length === TODOS && ids.every((id, index) => id === idOf(index));
  const inUse = await liveDuring(server, async () => undefined);
  const inUseMeanwhile = await liveDuring(server, () => new Reader(server.api, token).ended);
  return [
    ['all of them, in order', `${ids.length} todos, ${mb(reader.bytes)} in ${ms(total)}`, inOrder],
    ['resident memory, first list', `${mb(idle)} before, ${mb(first)} at most`, isFlat(idle, first)],
    ['resident memory, fifth list', `${mb(before)} before, ${mb(peak)} at most`, isFlat(before, peak)],
    ['memory in use', `${mb(inUse)} before, ${mb(inUseMeanwhile)} at most`, isFlat(inUse, inUseMeanwhile)],
    [
      'first byte before the last row',
      `after ${ms(reader.firstByteMs)} and about ${pagesAtFirstByte} of ${pages} pages`,
      pagesAtFirstByte < pages / 4 && (reader.firstByteMs ?? total) < total / 4 && pages >= TODOS / ROWS_AT_ONCE,
    ],
  ];
}

/** Reads a list, with other requests beside it. */
export async function fastReader(target: Target): Promise<Finding[]> {
  const reader = new Reader(target.server.api, target.token);
  let going = true;
  void reader.ended.then(() => (going = false));
  const took = await others(target, () => going);
  return [['beside a list', latencies(took), nobodyHeldUp(took) && reader.ids()?.length === TODOS]];
}

/** Waits until no more pages are read, since the buffers of the network are full. */
async function untilStill(server: Server): Promise<void> {
  await until('nothing more is read', async () => {
    const before = pagesOf(server);
    await pause(2_000);
    return pagesOf(server) === before;
  });
}

/** Readers that do not read while others are served. */
export async function slowReaders(target: Target): Promise<Finding[]> {
  const { server, token } = target;
  const inUse = await liveDuring(server, async () => undefined);
  const readers = Array.from({ length: SLOW_READERS }, () => new Reader(server.api, token));
  await Promise.all(readers.map((reader) => reader.pause()));
  await untilStill(server);
  const inUseMeanwhile = await liveDuring(server, async () => undefined);
  const [before, listed] = [residentBytes(server.program), pagesOf(server)];
  const end = performance.now() + 3_000;
  let took: number[] = [];
  const peak = await peakDuring(server, async () => (took = await others(target, () => performance.now() < end)));
  const asked = took.length - Math.ceil(took.length / 5);
  const read = pagesOf(server) - listed - asked;
  const [patient, ...impatient] = readers;
  await Promise.all(impatient.map((reader) => reader.leave()));
  await patient?.resume();
  await patient?.ended;
  const whole = patient?.ids()?.length === TODOS;
  return [
    [`beside ${SLOW_READERS} that do not read`, latencies(took), nobodyHeldUp(took)],
    ['they are not read for', `${read} pages in 3 s`, read === 0],
    [
      'memory in use for them',
      `${mb(inUse)} before, ${mb(inUseMeanwhile)} with all of them`,
      isFlat(inUse, inUseMeanwhile),
    ],
    ['resident memory meanwhile', `${mb(before)} before, ${mb(peak)} at most`, isFlat(before, peak)],
    ['one of them reads on', whole ? 'to the end' : `not to the end: ${patient?.broken}`, whole],
  ];
}

/** Readers that close their connections midway. */
export async function leavers({ server, token }: Target): Promise<Finding[]> {
  const readers = Array.from({ length: LEAVERS }, () => new Reader(server.api, token));
  await until('they have some of it', async () => readers.every(({ bytes }) => bytes > MB));
  await Promise.all(readers.map((reader) => reader.leave()));
  await pause(500);
  const left = pagesOf(server);
  await pause(1_500);
  const after = pagesOf(server) - left;
  return [[`${LEAVERS} that went away`, `${after} pages read for them afterwards`, after === 0]];
}

/** A list that fails midway, by `fail` or by itself. */
export async function brokenList(
  what: string,
  { server, token }: Target,
  fail?: () => Promise<void>,
): Promise<Finding[]> {
  const reader = new Reader(server.api, token);
  if (fail) {
    await until('it has begun', async () => reader.bytes > MB);
    await fail();
  }
  await reader.ended;
  const broken = (await reader.status()) === 200 && reader.broken !== undefined && reader.ids() === undefined;
  return [[what, `${mb(reader.bytes)} came, then: ${reader.broken ?? 'a good end'}`, broken]];
}
