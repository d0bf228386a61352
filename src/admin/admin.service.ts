import { HttpException, Injectable, Logger } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { AuthService } from '../auth/auth.service.js';
import { Unavailable } from '../errors.js';
import type { Client } from '../http/request/client.js';
import { SecurityEvents } from '../http/security/security-events.js';
import { Limits } from '../limits/limits.js';
import { UsersService } from '../users/users.service.js';
import { ValidationPipe } from '../validation/validation.pipe.js';
import { type Command, CommandFailed } from './command.js';
import { commandOf } from './commands/commands.js';

/** The call of a command. It is plain JSON. */
export interface Call {
  command: string;
  input: object;
  /** The name of the operator, by their own account. */
  operator: string;
}

/** Runs the commands of operators. Each of them is a security event, also one that fails. */
@Injectable()
export class AdminService {
  private readonly logger = new Logger('Admin');
  private readonly validation = new ValidationPipe();

  constructor(
    private readonly users: UsersService,
    private readonly auth: AuthService,
    private readonly account: AccountService,
    private readonly limits: Limits,
    private readonly events: SecurityEvents,
  ) {}

  /** Runs a command, and gives its entries as they come. @throws CommandFailed */
  async *run({ command: name, input, operator }: Call): AsyncGenerator<object> {
    const command = commandOf(name);
    if (!command) throw new CommandFailed(`The server does not know the command ${name}; is it of another release?`);
    // No limit counts by the address alone.
    const client: Client = { address: 'local', shared: true, operator, gone: new AbortController().signal };
    const subject: { userId?: string; done: boolean } = { done: false };
    try {
      yield* this.entriesOf(command, input, client, (userId) => (subject.userId = userId));
      subject.done = true;
    } catch (error) {
      throw this.failure(error);
    } finally {
      this.events.write('authz_admin', client, { command: name, ...subject });
    }
  }

  private async *entriesOf(
    command: Command,
    input: object,
    operator: Client,
    concerns: (userId: string) => void,
  ): AsyncGenerator<object> {
    const { users, auth, account, limits } = this;
    const user = async (emailOrId: string) => {
      const found = await users.named(emailOrId);
      concerns(found.id);
      return found;
    };
    const valid = (await this.validation.transform(input, { type: 'body', metatype: command.input })) as object;
    yield* command.run({ users, auth, account, limits, operator, user }, valid);
  }

  private failure(error: unknown): CommandFailed {
    if (error instanceof HttpException) return new CommandFailed(error.message);
    if (error instanceof Unavailable) return new CommandFailed(`${error.message}; try again`);
    this.logger.error({ err: error }, 'a command of an operator failed');
    return new CommandFailed('An unexpected error, which the log shows');
  }
}
