import type { Command } from '../command.js';
import { limitCommands } from './limit.commands.js';
import { sessionCommands } from './session.commands.js';
import { userCommands } from './user.commands.js';

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [...userCommands, ...sessionCommands, ...limitCommands];

/** The command of this name; undefined when there is none. */
export const commandOf = (name: string): Command | undefined => commands.find((one) => one.name === name);
