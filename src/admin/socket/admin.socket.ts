import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Engine } from '../../database/engine.js';
import { AdminService, type Call } from '../admin.service.js';
import { CommandFailed } from '../command.js';
import { LONGEST_CALL, socketPath, toLine } from './messages.js';

/** How long a process may take to send its call after it has connected. */
const CALL_MS = 60_000;
/** Nobody but the owner of the process may connect. */
const OTHERS_AND_GROUP = 0o177;

/**
 * Takes the commands of operators through a socket in the data folder, because no other process can open the database while
 * this one does. There is none where the data is elsewhere.
 */
@Injectable()
export class AdminSocket implements OnModuleDestroy {
  private readonly logger = new Logger('Admin');
  private server?: Server;
  private readonly waiting = new Set<Socket>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly admin: AdminService,
    private readonly engine: Engine,
    private readonly config: Config,
  ) {}

  /** Listens. A server that cannot do this serves its users all the same, and logs a warning. */
  async listen(): Promise<void> {
    if (this.engine.folder === undefined) return;
    const path = socketPath(this.engine.folder);
    this.server = createServer((socket) => void this.take(socket));
    try {
      // This process has locked the folder, so a socket in it is that of a server which was killed.
      rmSync(path, { force: true });
      await listenPrivately(this.server, path);
    } catch (error) {
      this.logger.warn({ err: error }, 'no commands of operators are taken while this server runs');
    }
  }

  /** Lets the commands that are under way end, for `SHUTDOWN_TIMEOUT` at most. */
  async onModuleDestroy(): Promise<void> {
    this.server?.close();
    for (const socket of this.waiting) socket.destroy();
    const late = sleep(this.config.SHUTDOWN_TIMEOUT, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.running), late]);
  }

  private async take(socket: Socket): Promise<void> {
    // An operator may interrupt the command. Then nobody reads the rest of the answer.
    socket.on('error', () => undefined);
    this.waiting.add(socket);
    const text = await callOn(socket);
    this.waiting.delete(socket);
    if (text === undefined) return;
    const running = pipeline(Readable.from(this.answer(text)), socket).catch(() => undefined);
    this.running.add(running);
    await running;
    this.running.delete(running);
  }

  private async *answer(text: string): AsyncGenerator<string> {
    try {
      for await (const entry of this.admin.run(callIn(text))) yield toLine({ entry });
      yield toLine({ done: true });
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      yield toLine({ failure: error.message });
    }
  }
}

/** Listens on a socket that has its rights from the first moment on. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const before = process.umask(OTHERS_AND_GROUP);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
}

/** The first line that a process sends; undefined when it sends none in time, or a line that is too long. */
function callOn(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const timer = setTimeout(() => socket.destroy(), CALL_MS).unref();
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) {
        clearTimeout(timer);
        socket.removeAllListeners('data');
        resolve(text.slice(0, end));
      } else if (text.length > LONGEST_CALL) socket.destroy();
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}

/** The call in a text. @throws CommandFailed */
function callIn(text: string): Call {
  try {
    const { command, input, operator } = JSON.parse(text) as Partial<Call>;
    if (typeof command === 'string' && typeof input === 'object' && typeof operator === 'string')
      return { command, input, operator };
  } catch {
    // The line below says the same.
  }
  throw new CommandFailed('The call cannot be read');
}
