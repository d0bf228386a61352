import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandFailed } from '../command.js';

/** The most bytes that are read as a password. A longer text is none. */
const LONGEST = 4_096;

/** Takes what a terminal would show of the keys that are pressed. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Asks on the terminal. The question is on the standard error, so that the output has nothing but entries. */
async function ask(question: string, shown: boolean): Promise<string> {
  const output = shown ? process.stderr : nowhere();
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  const stopped = new AbortController();
  // From here on, the terminal itself shows no key. So the question comes after this.
  if (!shown) process.stderr.write(question);
  // Without an answer, as after Ctrl-C or Ctrl-D, the question would wait for ever.
  terminal.once('close', () => stopped.abort()).once('SIGINT', () => terminal.close());
  try {
    return await terminal.question(shown ? question : '', { signal: stopped.signal });
  } catch {
    throw new CommandFailed('Nothing was done');
  } finally {
    terminal.close();
    if (!shown) process.stderr.write('\n');
  }
}

/** The password that the operator types twice, unseen; or the standard input, without its last line break. @throws CommandFailed */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return readAll();
  const password = await ask('New password: ', false);
  if ((await ask('Once more: ', false)) === password) return password;
  throw new CommandFailed('The two passwords differ; nothing was done');
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LONGEST) throw new CommandFailed('The standard input is too long for a password; nothing was done');
  }
  const text = Buffer.concat(chunks).toString();
  if (text === '') throw new CommandFailed('The standard input has no password; nothing was done');
  return text.replace(/\r?\n$/, '');
}

/** Whether the operator agrees. @throws CommandFailed when there is no terminal to ask on */
export async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CommandFailed(`${question} There is no terminal to ask on; --yes agrees`);
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, true)).trim());
}
