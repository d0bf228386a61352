import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { OpenAPIV3 } from 'openapi-types';
import { describe, expect, it, vi } from 'vitest';
import { document } from '../../../src/docs/document.js';
import { seedView } from '../../support/seed-view.js';

const SEED = readFileSync(new URL('../../seed/todo-api-v1.0.11.md', import.meta.url), 'utf8');
const committed = readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8');

/** The options that `widdershins --language_tabs 'javascript:javascript'` sets. */
const OPTIONS = {
  language_tabs: [{ javascript: 'javascript' }],
  language_clients: [{ javascript: '' }],
  codeSamples: true,
  sample: true,
};

/** Renders a document to Markdown. widdershins logs to the console meanwhile, which is suppressed. */
async function rendered(of: OpenAPIV3.Document): Promise<string> {
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined);
  try {
    const { convert } = createRequire(import.meta.url)('widdershins') as {
      convert: (of: object, options: object) => Promise<string>;
    };
    // widdershins changes the objects that it is given.
    return await convert(structuredClone(of), structuredClone(OPTIONS));
  } finally {
    log.mockRestore();
  }
}

describe('openapi.json', () => {
  it('is up to date; npm run docs:openapi writes it anew', () => {
    expect(committed).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  it('is a valid OpenAPI 3.0 document', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(committed) as Record<string, unknown>);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.0');
  });

  it('gets no error and no warning from redocly lint', async () => {
    const args = [resolve('node_modules/.bin/redocly'), 'lint', '--extends', 'recommended-strict', 'openapi.json'];
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const { stderr } = await promisify(execFile)(process.execPath, args, { env });
    expect(stderr).toContain('Your API description is valid');
  });
});

describe('the projection of the document to the seed', () => {
  it('renders to the bytes of the seed', async () => {
    expect(await rendered(seedView(document))).toBe(SEED);
  });

  it.each([
    ['a message', 'User <email> is succesfully registered', 'User <email> is successfully registered'],
    ['an operationId', 'todoTodo_idDonePATCH', 'setStatus'],
    ['a schema name', 'ListTodoRes200', 'ListTodoRes'],
    ['a property', '"due_date"', '"dueDate"'],
    ['a path', '/todo/{todoId}', '/todo/{id}'],
    ['a description', 'Add todo is succesful', 'Add todo is successful'],
  ])('renders to other bytes when %s changes', async (_, from, to) => {
    const changed = JSON.stringify(document).replaceAll(from, to);
    expect(await rendered(seedView(JSON.parse(changed) as OpenAPIV3.Document))).not.toBe(SEED);
  });
});
