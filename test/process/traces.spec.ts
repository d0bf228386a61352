import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, startServer, withServer } from '../support/spec-server.js';
import { MAIN, type Server } from '../support/server.js';

const importing = (file: string) => [process.execPath, '--import', resolve(file), MAIN] as const;

interface Line {
  requestId?: string;
  trace_id?: string;
  route?: string;
}

/** The line of the log about the request of an answer. */
const lineOf = (server: Server, { headers }: { headers: Headers }): Promise<Line> =>
  server.program.until((stdout) => {
    const id = `"requestId":"${headers.get('x-request-id')}"`;
    const line = stdout.split('\n').find((one) => one.includes(id) && one.endsWith('}'));
    return line === undefined ? undefined : (JSON.parse(line) as Line);
  });

/** The spans of a request in the order in which they end, without the id of the trace. */
async function spansOf(server: Server, answer: { headers: Headers }): Promise<string[]> {
  const { trace_id: id = 'no trace', route = 'none' } = await lineOf(server, answer);
  const last = JSON.stringify({ span: `${id} ${route}` });
  const text = await server.program.until((stdout) => (stdout.includes(last) ? stdout : undefined));
  const spans = text.split('\n').filter((line) => line.startsWith(`{"span":"${id}`));
  return spans.map((line) => (JSON.parse(line) as { span: string }).span.slice(id.length + 1));
}

describe('a tracer that node --import loads', () => {
  const running = withServer(() => ({ command: importing('test/support/tracer.ts') }));

  it('sees each request with its route, the calls of repositories below it, and those of the engine below them', async () => {
    const token = await running().signIn();
    const id = await running().add(token);
    const answer = await running().call('GET', `/todo/${id}`, { token });
    expect(answer.status).toBe(200);
    expect(await spansOf(running(), answer)).toEqual([
      '> SessionRepository.has > sqlite.read',
      '> SessionRepository.has',
      '> TodoRepository.find > sqlite.read',
      '> TodoRepository.find',
      '/api/todo/:todoId',
    ]);
  });

  it('sees every part of a long list below its request', async () => {
    const token = await running().signIn('long@example.com');
    for (let count = 0; count < 250; count++) await running().add(token, { title: `number ${count}` });
    const spans = await spansOf(running(), await running().call('GET', '/todo', { token }));
    expect(spans.filter((span) => span === '> TodoRepository.page > sqlite.read').length).toBeGreaterThan(2);
    expect(spans.at(-1)).toBe('/api/todo');
  });

  it('tells the line of the log its trace, also where the client names one', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await running().call('GET', '/nowhere', { headers: { traceparent } });
    const { trace_id, route } = await lineOf(running(), answer);
    expect(trace_id).toMatch(/^0{20}/);
    expect(route).toBeUndefined();
  });

  it('leaves limits and refusals as they are', async () => {
    const env = { SIGN_IN_LIMIT: '2' };
    const server = await startServer({ command: importing('test/support/tracer.ts'), env });
    const statuses = [];
    const body = { email: 'john@example.com', password: 'a wrong one' };
    for (let count = 0; count < 3; count++) statuses.push((await server.call('POST', '/login', { body })).status);
    expect(statuses).toEqual([400, 400, 429]);
  });
});

describe('without a tracer', () => {
  it('nothing of OpenTelemetry is loaded', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    const server = await startServer({ command: importing('test/support/refuse-opentelemetry.ts'), env });
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });

  it('the test would notice', async () => {
    const [node, flag, refuse, main] = importing('test/support/refuse-opentelemetry.ts');
    const command = [node, flag, refuse, flag, resolve('deploy/tracing/register.mjs'), main] as const;
    const { code, stderr } = await run({ command });
    expect(code).toBe(1);
    expect(stderr).toContain('was asked for');
  });
});

it('every method of a port returns a promise, so that a tracer changes none', () => {
  const ports = [...globSync('src/*/repositories/*.repository.ts'), 'src/limits/counts/counts.ts'];
  expect(ports.length).toBeGreaterThan(4);
  for (const port of ports) {
    const methods = [...readFileSync(port, 'utf8').matchAll(/^ {2}abstract [\s\S]+?;$/gm)].map(([text]) => text);
    expect(methods.length, port).toBeGreaterThan(0);
    for (const method of methods) expect(method, port).toMatch(/\): Promise</);
  }
});
