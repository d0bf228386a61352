import type mongoose from 'mongoose';
import type { Server } from './server.ts';

/** The n-th of all, and after the last one the first again, as a balancer chooses. */
export const inTurn = <T>(all: readonly T[], n: number): T => all[n % all.length] as T;

/**
 * Signs in at one replica, signs out at the next, and at once sends the token to all.
 * @returns how many accepted it
 */
export async function logOutRound(replicas: readonly Server[], round: number): Promise<number> {
  const token = await inTurn(replicas, round).signIn('john@mail.com');
  const ending = inTurn(replicas, round + 1);
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
export async function registrationRace(replicas: readonly Server[], count: number, email: string): Promise<number[]> {
  const body = { email, password: 'correct horse' };
  const sent = Array.from({ length: count }, (_, n) => inTurn(replicas, n).call('POST', '/register', { body }));
  return (await Promise.all(sent)).map(({ status }) => status);
}

/** The number of indexes of each collection, that of the ids included. */
export async function indexesOf(db: mongoose.mongo.Db, collections: string[]): Promise<Record<string, number>> {
  const counts = collections.map(async (name) => [name, (await db.collection(name).indexes()).length] as const);
  return Object.fromEntries(await Promise.all(counts));
}
