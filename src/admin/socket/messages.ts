import { join } from 'node:path';

/** The socket of the server that uses a data folder. */
export const socketPath = (folder: string): string => join(folder, 'admin.sock');

/** The most characters of a call. */
export const LONGEST_CALL = 65_536;

/** One line of the answer to a call: an entry; or the last line, which says whether the command is done. */
export type Line = { entry: object } | { done: true } | { failure: string };

/** A message as one line. */
export const toLine = (message: object): string => `${JSON.stringify(message)}\n`;

/** The lines of a stream of text. What follows the last line break is none. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
