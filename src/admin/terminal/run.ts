import { userInfo } from 'node:os';
import type { Call } from '../admin.service.js';
import { type Command, CommandFailed, type UserName } from '../command.js';
import { type CommandLine, help, read, WrongUsage } from './arguments.js';
import { agrees, askPassword } from './ask.js';
import { visible, visibleEntry } from './visible.js';

/** Calls a command, wherever it runs, and gives its entries. @throws CommandFailed, or StartError */
export type Caller = (call: Call) => AsyncIterable<object>;

/** The name of the user of the system who runs this process. In a container it may have none. */
function nameInSystem(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The user whom a command is about. */
async function userOf(caller: Caller, { input, operator }: Call): Promise<UserName> {
  for await (const entry of caller({ command: 'user show', input, operator })) return entry as UserName;
  throw new CommandFailed('The user is not found');
}

/** The call of a command line, after all that has to be asked. @throws CommandFailed */
async function callOf({ command, input, yes, as }: CommandLine, caller: Caller): Promise<Call> {
  const call = { command: command.name, input, operator: as ?? nameInSystem() };
  if (command.takesPassword) call.input = { ...input, password: await askPassword() };
  if (!command.question || yes) return call;
  const { id, email } = await userOf(caller, call);
  if (!(await agrees(command.question({ id, email: visible(email) })))) throw new CommandFailed('Nothing was done');
  // Somebody else may have the email by now.
  return { ...call, input: { user: id } };
}

const print = (command: Command, entry: object, json: boolean): void =>
  console.log(json ? visible(JSON.stringify(entry)) : command.text(visibleEntry(entry)));

/** Runs the command of a command line. @returns the exit code */
export async function run(args: string[], caller: Caller): Promise<number> {
  try {
    const line = read(args);
    if (!line) console.log(help());
    else for await (const entry of caller(await callOf(line, caller))) print(line.command, entry, line.json);
    return 0;
  } catch (error) {
    if (error instanceof WrongUsage) {
      console.error(`${error.message}\n\n${error.usage}`);
      return 2;
    }
    if (!(error instanceof CommandFailed)) throw error;
    console.error(visible(error.message));
    return 1;
  }
}
