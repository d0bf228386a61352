import { describe, expect, it } from 'vitest';
import { document } from '../support/document-validator.js';
import { exchange } from '../support/raw.js';
import { withApp } from '../support/with-app.js';

const app = withApp();

const get = (path: string) => fetch(app.url + path);

describe('/openapi.json', () => {
  it('serves the committed document without an envelope, and needs no token', async () => {
    const response = await get('/api/openapi.json');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-request-id')).toMatch(/./);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.json()).toEqual(document);
  });
});

describe('/docs', () => {
  const FILES: [path: string, type: string][] = [
    ['/api/docs', 'text/html; charset=utf-8'],
    ['/api/docs/init.js', 'text/javascript; charset=utf-8'],
    ['/api/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/api/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['/api/docs/favicon-32x32.png', 'image/png'],
  ];

  it.each(FILES)('serves %s as %s, with its own Content-Security-Policy', async (path, type) => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    for (const loud of ['cross-origin-opener-policy', 'origin-agent-cluster']) expect(headers.get(loud)).toBeNull();
  });

  it('serves a page without anything that the policy would block', async () => {
    const page = await (await get('/api/docs')).text();
    expect(page).not.toMatch(/<script(?! src="[^"]+"><\/script>)|\son\w+=|https?:/);
    const names = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => `/api/${name}`);
    expect(names.sort()).toEqual(
      FILES.map(([path]) => path)
        .filter((path) => path !== '/api/docs')
        .sort(),
    );
  });

  it('answers HEAD without a body, and 304 when the file has not changed', async () => {
    const head = await exchange(app.url, ['HEAD /api/docs/swagger-ui.css HTTP/1.1']);
    expect(head.status).toBe(200);
    expect(head.text).toBe('');
    const tag = head.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    const again = await exchange(app.url, ['GET /api/docs/swagger-ui.css HTTP/1.1', `If-None-Match: ${tag}`]);
    expect(again.status).toBe(304);
  });

  it.each([
    'docs/',
    'Docs',
    'docs/index.html',
    'docs/package.json',
    'docs/..%2Fpackage.json',
    'docs/%2e%2e',
    'openapi.json/',
  ])('is a 404 for %s', async (path) => {
    const { status } = await exchange(app.url, [`GET /api/${path} HTTP/1.1`]);
    expect(status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE'])('is a 404 for %s', async (method) => {
    for (const path of ['docs', 'openapi.json']) expect((await app.api.call(method, path)).status).toBe(404);
  });
});

describe('DOCS_ENABLED=false', () => {
  it('makes both unknown routes', async () => {
    await app.restart({ DOCS_ENABLED: 'false' });
    for (const path of ['docs', 'docs/init.js', 'docs/swagger-ui.css', 'openapi.json']) {
      const { status, headers, body } = await app.api.call('GET', `${path}?x=1`);
      expect(status).toBe(404);
      expect(body).toEqual({ statusCode: 404, message: `Cannot GET /api/${path}`, data: null, error: 'Not Found' });
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    }
  });
});

describe('API_PREFIX', () => {
  it('is the prefix of both, and the server that the document names', async () => {
    await app.restart({ API_PREFIX: 'todo/v1' });
    expect((await get('/todo/v1/docs')).status).toBe(200);
    const response = await get('/todo/v1/openapi.json');
    expect(await response.json()).toEqual({ ...document, servers: [{ url: '/todo/v1' }] });
  });
});
