// Runs in a worker thread, from source as well as from the build: erasable types only, no relative import of a value.
import bcrypt from 'bcryptjs';

/** One piece of hashing work. */
export type PasswordTask = { password: string; cost: number } | { password: string; hash: string };

/** Makes a hash, or tells whether a password is the one of a hash. */
export default function work(task: PasswordTask): string | boolean {
  return 'hash' in task ? bcrypt.compareSync(task.password, task.hash) : bcrypt.hashSync(task.password, task.cost);
}
