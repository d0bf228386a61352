import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { StartError } from '../../config/start-error.js';
import type { Call } from '../admin.service.js';
import { CommandFailed } from '../command.js';
import { type Line, linesOf, toLine } from './messages.js';

/** Codes of a connection that fails because no server listens. A server that was killed leaves its socket. */
const NOBODY = ['ENOENT', 'ECONNREFUSED'];

/** Connects to the server behind a socket; undefined when there is none. @throws StartError */
export async function serverAt(path: string): Promise<Socket | undefined> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (NOBODY.includes(code)) return undefined;
    throw new StartError(`The server cannot be reached through ${path} (${code}); its user must run this command`);
  }
}

/** Calls a command of a server, and gives the entries as they come. @throws CommandFailed */
export async function* call(socket: Socket, request: Call): AsyncGenerator<object> {
  socket.setEncoding('utf8').write(toLine(request));
  for await (const text of linesOf(socket as AsyncIterable<string>)) {
    const line = JSON.parse(text) as Line;
    if ('done' in line) return;
    if ('failure' in line) throw new CommandFailed(line.failure);
    yield line.entry;
  }
  throw new CommandFailed('The server has ended the connection, and has not said whether the command is done');
}
