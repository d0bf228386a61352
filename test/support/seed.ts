import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { Envelope } from './api.js';
import { expect } from 'vitest';
import { validator } from './document-validator.js';

/** The base that the seed's samples call. */
export const SEED_BASE = 'http://localhost:5000/api';

const bytes = readFileSync(new URL('../seed/todo-api-v1.0.11.md', import.meta.url));
const text = bytes.toString();

export const seedDigest = createHash('sha256').update(bytes).digest('hex');

/** The seed's code samples, in its order, byte for byte. */
export const seedSamples = [...text.matchAll(/```javascript\n([\s\S]*?)```/g)].map(([, code = '']) => code);

/** The example answer of each operation, in the same order. */
export const seedAnswers = [...text.matchAll(/> \d{3} Response\n\n```json\n([\s\S]*?)```/g)].map(
  ([, json = '']) => JSON.parse(json) as Envelope,
);

/** The token in the logout sample, which stands there for the caller's own. */
export const SEED_TOKEN = /"token": "([^"]+)"/.exec(text)?.[1] ?? '';

/** A literal in single quotes cannot span lines, so the one that does becomes a template; nothing else is touched. */
export const runnable = (sample: string): string => sample.replace(/'(\{\n[^']*\n\})'/, '`$1`');

/** Checks the request of a sample and its answer against openapi.json. */
async function expectDocumented(url: string, init: RequestInit, response: Response): Promise<void> {
  const faults = validator.faults({
    method: init.method ?? 'GET',
    target: new URL(url).pathname,
    request: { headers: new Headers(init.headers), body: init.body as string | undefined },
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  });
  expect(faults).toEqual([]);
}

/**
 * Runs a sample as it is written, with its placeholders filled in, against another base.
 * @returns what it logs
 */
export function runSample(sample: string, base: string, placeholders: Record<string, string>): Promise<Envelope> {
  let code = runnable(sample);
  for (const [name, value] of Object.entries(placeholders)) code = code.replaceAll(name, value);
  return new Promise((resolve, reject) => {
    const console = { log: (body: Envelope) => resolve(body) };
    const mapped = async (url: string, init: RequestInit) => {
      try {
        const response = await fetch(url.replace(SEED_BASE, base), init);
        await expectDocumented(url, init, response.clone());
        return response;
      } catch (error) {
        reject(new Error('the sample could not reach the server', { cause: error }));
        throw error;
      }
    };
    (compileFunction(code, ['fetch', 'console']) as (fetch: unknown, console: unknown) => void)(mapped, console);
  });
}
