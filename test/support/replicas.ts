import type mongoose from 'mongoose';
import type { Replica } from './replica.ts';

/** Several servers on one database, each asked as a balancer would. */
export const pick = <T>(all: readonly T[], n: number): T => all[n % all.length] as T;

/**
 * Signs in at one replica, is served by the next, signs out there, and at once shows the token to all.
 * @returns how many accepted it
 */
export async function logOutRound(replicas: readonly Replica[], round: number): Promise<number> {
  const token = await pick(replicas, round).signIn('john@mail.com', round > 0);
  const ending = pick(replicas, round + 1);
  for (const replica of replicas) {
    const { status } = await replica.call('GET', '/todo', { token });
    if (status !== 200) throw new Error(`a token that is good was answered with ${status}`);
  }
  const { status } = await ending.call('POST', '/logout', { token });
  if (status !== 200) throw new Error(`logout was answered with ${status}`);
  const answers = await Promise.all(replicas.map((replica) => replica.call('GET', '/todo', { token })));
  const other = answers.find((answer) => answer.status !== 401 && answer.status !== 200);
  if (other) throw new Error(`a token that has ended was answered with ${other.status}`);
  return answers.filter((answer) => answer.status === 200).length;
}

/** Registers the same person `count` times at once. */
export async function registrationRace(replicas: readonly Replica[], count: number, email: string): Promise<number[]> {
  const body = { email, password: 'correct horse' };
  const sent = Array.from({ length: count }, (_, n) => pick(replicas, n).call('POST', '/register', { body }));
  return (await Promise.all(sent)).map(({ status }) => status);
}

/** How many indexes each collection has, that of the ids included. */
export async function indexesOf(db: mongoose.mongo.Db, collections: string[]): Promise<Record<string, number>> {
  const counts = collections.map(async (name) => [name, (await db.collection(name).indexes()).length] as const);
  return Object.fromEntries(await Promise.all(counts));
}
