import type { AccountService } from '../account/account.service.js';
import type { AuthService } from '../auth/auth.service.js';
import type { Client } from '../http/request/client.js';
import type { Limits } from '../limits/limits.js';
import type { User } from '../users/user.js';
import type { UsersService } from '../users/users.service.js';

/** All that a command may use. */
export interface Tools {
  users: UsersService;
  auth: AuthService;
  account: AccountService;
  limits: Limits;
  /** The operator, as the services know them. */
  operator: Client;
  /** The user with this email or id, whom the security event of the command then names. @throws NotFoundException */
  user: (emailOrId: string) => Promise<User>;
}

/** One option of a command line, `--first-name <name>` for the property `firstName`. */
export interface Option {
  /** The name of its value in the help. An option without one makes its property true. */
  value?: string;
  about: string;
}

/** One command of an operator. It is the same in the process of a server and in one of its own. */
export interface Command<Input extends object = object, Entry extends object = object> {
  /** The words that call it, like `user show`. */
  name: string;
  about: string;
  /** The property of the input that stands behind the words. */
  operand?: string;
  /** The properties of the input that options give. */
  options?: Record<string, Option>;
  /** Whether the input has a `password`, which is never on the command line. */
  takesPassword?: boolean;
  /** The question that an operator must agree to, since the command cannot be undone. It is about the `user` of the input. */
  question?: (user: UserName) => string;
  /** The class that validates the input. */
  input: new () => Input;
  /** Does it. The entries are plain JSON. */
  run(tools: Tools, input: Input): AsyncIterable<Entry>;
  /** An entry for a reader. */
  text(entry: Entry): string;
}

/** The names of a user in a question. */
export interface UserName {
  id: string;
  email: string;
}

/** Infers the types of a command from its input and its entries. */
export const command = <Input extends object, Entry extends object>(one: Command<Input, Entry>): Command => one;

/** A command that cannot be done. The message is for the operator. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
