// Node also runs this file from source in a worker thread, so its types must be erasable and it imports no value by a
// relative path.
import { setPriority } from 'node:os';
import { platform } from 'node:process';
import bcrypt from 'bcryptjs';

/** How much the thread that serves requests goes before this one, where the two share a core; 0 is not at all, 19 is the most. */
const NICENESS = 5;

// Linux has a priority for each thread, and this sets that of the calling one. Elsewhere it would be that of the process.
if (platform === 'linux') setPriority(NICENESS);

/** A password to compare with a hash. */
export interface Comparison {
  password: string;
  hash: string;
}

/**
 * A password to hash at a cost, or comparisons to make in turn until one matches. Each of those that fail costs as much
 * work as one with a hash of the cost `fillUpTo`.
 */
export type PasswordTask = { password: string; cost: number } | { comparisons: Comparison[]; fillUpTo: number };

/** Returns the hash, or the index of the comparison that matches, which is -1 where none does. */
export default function work(task: PasswordTask): string | number {
  if ('password' in task) return bcrypt.hashSync(task.password, task.cost);
  return task.comparisons.findIndex(({ password, hash }) => {
    const matches = bcrypt.compareSync(password, hash);
    if (!matches) fillUp(bcrypt.getRounds(hash), task.fillUpTo);
    return matches;
  });
}

/** Adds to the 2^from rounds that are done already, so that they become 2^to: one hash at each cost between, 2^from + … */
function fillUp(from: number, to: number): void {
  for (let cost = from; cost < to; cost++) bcrypt.hashSync('', cost);
}
