import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withServer } from '../support/spec-server.js';

const CHROMIUM = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
const found = existsSync(CHROMIUM);

/** Another name of this machine, which the browser alone resolves. */
const OTHER_NAME = 'todo.test';

const QUIET = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

if (!found) {
  if (process.env.REQUIRE_BROWSER === '1') throw new Error(`REQUIRE_BROWSER=1, but there is no ${CHROMIUM}`);
  console.log(`Browser: the tests of Swagger UI are skipped: there is no ${CHROMIUM}`);
}

/** One operation on the page. */
class Operation {
  private readonly block: Locator;

  constructor(page: Page, operationId: string) {
    this.block = page.locator(`.opblock[id$="-${operationId}"]`);
  }

  /** Opens it, fills in its body, sends the request, and returns the answer that the page shows. */
  async tryItOut(body?: object): Promise<{ status: string; text: string; curl: string }> {
    await this.block.locator('.opblock-summary-control').click();
    if (body) await this.block.locator('textarea.body-param__text').fill(JSON.stringify(body));
    await this.block.locator('button.execute').click();
    const live = this.block.locator('.live-responses-table .response');
    return {
      status: (await live.locator('.response-col_status').innerText()).trim(),
      text: await live.locator('.response-col_description').innerText(),
      curl: await this.block.locator('.curl-command').innerText(),
    };
  }
}

/** Signs in by the dialog of the page. */
async function authorize(page: Page, token: string): Promise<void> {
  await page.locator('.auth-wrapper .btn.authorize').first().click();
  const dialog = page.locator('.modal-ux');
  expect(await dialog.innerText()).toContain('The token that POST /login answers in data');
  await dialog.locator('input').fill(token);
  await dialog.locator('button.authorize').click();
  await dialog.getByRole('button', { name: 'Close' }).click();
}

describe.runIf(found)('Swagger UI in a real browser', () => {
  const served = withServer();
  let browser: Browser;

  beforeAll(async () => {
    const rules = `--host-resolver-rules=MAP ${OTHER_NAME} 127.0.0.1`;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...QUIET, rules] });
  });
  afterAll(() => browser.close());

  /** A page, and every complaint of its console, its scripts and its network. */
  async function open(host: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    const foreign = (url: string) => !url.startsWith('data:') && new URL(url).hostname !== host;
    page.on('request', (request) => {
      if (foreign(request.url())) complaints.push(`asked: ${request.url()}`);
    });
    const at = new URL(served().api);
    at.hostname = host;
    await page.goto(`${at.href}/docs`);
    return { page, complaints };
  }

  it(`signs in, adds and lists a todo under http://${OTHER_NAME}`, async () => {
    const host = OTHER_NAME;
    const server = served();
    const token = await server.signIn('jane@example.com');
    const { page, complaints } = await open(host);
    expect(await page.locator('.info .title').innerText()).toContain('Todo');

    await authorize(page, token);
    const title = `written in a browser at ${host}`;
    const added = await new Operation(page, 'todoPOST').tryItOut({ title });
    expect(added.status).toBe('201');
    expect(added.text).toMatch(/Todo [0-9a-f]{24} is successfully added/);
    expect(added.curl).toContain(`http://${host}:${new URL(server.api).port}/api/todo`);

    const listed = await new Operation(page, 'todoGET').tryItOut();
    expect(listed.status).toBe('200');
    expect(listed.text).toContain(title);
    const { body } = await server.call('GET', '/todo', { token });
    expect(body.data).toEqual([expect.objectContaining({ title })]);
    if (process.env.SCREENSHOT_DIR) await page.screenshot({ path: `${process.env.SCREENSHOT_DIR}/swagger-ui.png` });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('sends every example as it is filled in under http://localhost, with a token that survives a reload', async () => {
    const server = served();
    const token = await server.signIn();
    const { page, complaints } = await open('localhost');
    await authorize(page, token);
    await page.reload();

    expect((await new Operation(page, 'todoPOST').tryItOut()).status).toBe('201');
    expect((await new Operation(page, 'todoGET').tryItOut()).status).toBe('200');
    const { body } = await server.call('GET', '/todo', { token });
    expect(body.data).toEqual([expect.not.objectContaining({ assignee: expect.anything() as unknown })]);

    expect((await new Operation(page, 'sign_outPOST').tryItOut()).status).toBe('200');
    expect((await server.call('GET', '/todo', { token })).status).toBe(401);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('fits a phone with every operation open', async () => {
    const { page } = await open('localhost');
    await page.setViewportSize({ width: 375, height: 800 });
    expect((await new Operation(page, 'sign_upPOST').tryItOut()).status).toBe('201');
    const selector = '.opblock:not(.is-open) .opblock-summary-control';
    const closed = page.locator(selector);
    expect(await closed.count()).toBeGreaterThan(10);
    // Clicks of Playwright would each wait for the page to be laid out.
    await page.evaluate(`document.querySelectorAll('${selector}').forEach((control) => control.click())`);
    await page.locator('.opblock.is-open[id$="-deleteMe"] .responses-table').waitFor();
    expect(await closed.count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await page.close();
  });
});
