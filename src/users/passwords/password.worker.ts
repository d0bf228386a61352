// Node also runs this file from source in a worker thread, so its types must be erasable and it imports no value by a
// relative path.
import bcrypt from 'bcryptjs';

/** A password to hash at a cost, or to compare with a hash. */
export type PasswordTask = { password: string; cost: number } | { password: string; hash: string };

/** Returns the hash, or whether the password matches. */
export default function work(task: PasswordTask): string | boolean {
  return 'hash' in task ? bcrypt.compareSync(task.password, task.hash) : bcrypt.hashSync(task.password, task.cost);
}
