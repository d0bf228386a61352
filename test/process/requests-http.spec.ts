import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operations } from '../support/document.js';
import { fill, type HttpAnswer, type HttpRequest, parseHttpFile } from '../support/http-file.js';
import type { Server } from '../support/server.js';
import { startServer } from '../support/spec-server.js';

const { variables, requests } = parseHttpFile(readFileSync('requests.http', 'utf8'));

/** Sends every request of the file in its order. @returns the paths that were asked for, with their methods */
async function sendAll({ api }: Server): Promise<string[]> {
  variables.set('origin', new URL(api).origin);
  const answers = new Map<string, HttpAnswer>();
  const asked: string[] = [];
  for (const each of requests) {
    const url = new URL(fill(each.url, variables, answers));
    asked.push(`${each.method} ${url.pathname.replace(/^\/api/, '')}`);
    const answer = await send(each, url, (text) => fill(text, variables, answers));
    expect(`${each.title}: ${answer.status} ${answer.text}`).toMatch(`${each.title}: ${each.status} `);
    const body: unknown = answer.headers.get('content-type')?.includes('json') ? JSON.parse(answer.text || 'null') : {};
    if (each.name !== undefined) answers.set(each.name, { headers: answer.headers, body });
  }
  return asked;
}

async function send({ method, headers, body }: HttpRequest, url: URL, filled: (text: string) => string) {
  const response = await fetch(url, {
    method,
    headers: headers.map(([name, value]) => [name, filled(value)] as [string, string]),
    body: body === undefined ? undefined : filled(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

it('requests.http asks for every operation, gets the answers that it names, and can be sent again', async () => {
  expect(requests.length).toBeGreaterThan(20);
  for (const { title, method, status } of requests) expect([method !== '', status > 0], title).toEqual([true, true]);
  const server = await startServer();
  const asked = await sendAll(server);
  expect(await sendAll(server)).toHaveLength(asked.length);
  const missing = operations
    .map(({ method, template }) => new RegExp(`^${method} ${template.replace(/\{\w+\}/g, '[^/]+')}$`))
    .filter((pattern) => !asked.some((one) => pattern.test(one)))
    .map(String);
  expect(missing).toEqual([]);
});
