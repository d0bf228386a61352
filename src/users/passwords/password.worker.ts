// Node also runs this file from source in a worker thread, so its types must be erasable and it imports no value by a
// relative path.
import bcrypt from 'bcryptjs';

/**
 * A password to hash at a cost, or to compare with a hash. A comparison that fails costs as much work as one with a hash of
 * the cost `fillUpTo`.
 */
export type PasswordTask = { password: string; cost: number } | { password: string; hash: string; fillUpTo: number };

/** Returns the hash, or whether the password matches. */
export default function work(task: PasswordTask): string | boolean {
  if (!('hash' in task)) return bcrypt.hashSync(task.password, task.cost);
  const matches = bcrypt.compareSync(task.password, task.hash);
  if (!matches) fillUp(bcrypt.getRounds(task.hash), task.fillUpTo);
  return matches;
}

/** Adds to the 2^from rounds that are done already, so that they become 2^to: one hash at each cost between, 2^from + … */
function fillUp(from: number, to: number): void {
  for (let cost = from; cost < to; cost++) bcrypt.hashSync('', cost);
}
