// A process that asks a server for pages: `node greedy.ts <port> <connections> <request>`. Each message to it is a time in
// milliseconds, which it answers with the pages a second. In the process of the other caller it would delay that one's answers.
import { setPriority } from 'node:os';
import { OpenLoop } from '../overload/open-loop.ts';

/** The client whose answers are timed goes before this one. */
const NICENESS = 10;

const [port = '', connections = '', request = ''] = process.argv.slice(2);
setPriority(NICENESS);
const loop = new OpenLoop(Number(port), [request]);
const opened = loop.open(Number(connections));
process.on('message', (ms: number) => {
  void opened.then(async () => process.send?.(await loop.best(Number(connections), ms)));
});
process.on('disconnect', () => process.exit(0));
