// A server of node:http alone, which answers like the API and has no duties: `node bare.ts <port> <file of a list>`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port = '', long = '', short = ''] = process.argv.slice(2);
const bundle = readFileSync(new URL('../../../node_modules/swagger-ui-dist/swagger-ui-bundle.js', import.meta.url));
const lists = { long: readFileSync(long), short: readFileSync(short) };

createServer((request, response) => {
  const { url = '', headers } = request;
  const list = headers['x-victim'] === undefined ? lists.long : lists.short;
  const body = url.startsWith('/api/docs/') ? bundle : url.startsWith('/api/todo') ? list : lists.short;
  request.resume();
  request.once('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
    response.end(body);
  });
}).listen(Number(port), () => console.log('listening'));
