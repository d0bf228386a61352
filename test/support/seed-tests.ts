import { expect, it } from 'vitest';
import type { Api, Envelope, TodoJson } from './api.js';
import { runnable, runSample, SEED_BASE, SEED_TOKEN, seedAnswers, seedDigest, seedSamples } from './seed.js';

const EMAIL = 'john.doe@mail.com';
const PASSWORD = 'Abcde_12345';

/** Declares the tests that run the seed's samples against a server which has no user yet. */
export function seedTests(app: { url: string; api: Api }): void {
  let token = '';
  let todoId = '';
  const ran = new Set<number>();

  /** Runs one sample, and compares its answer with the seed's example, all but `data`. */
  async function run(index: number, placeholders: Record<string, string> = {}, filled: Record<string, string> = {}) {
    const example = seedAnswers[index] as Envelope;
    const answer = await runSample(seedSamples[index] ?? '', `${app.url}/api`, placeholders);
    ran.add(index);
    let message = example.message ?? '';
    for (const [name, value] of Object.entries(filled)) message = message.replace(name, value);
    expect(Object.keys(answer).sort()).toEqual(Object.keys(example).sort());
    expect(answer.statusCode).toBe(example.statusCode);
    expect(answer.error).toBeNull();
    if (filled['<todo-id>'] !== '*') expect(answer.message).toBe(message);
    return { answer, example };
  }

  it('the copy of the seed document is exact, with seven samples and seven answers', () => {
    expect(seedDigest).toBe('3551147f9f38e6201515358bb7169d07e2cd12b132fe9f2d8c27714303a382d2');
    expect(seedSamples).toHaveLength(7);
    expect(seedAnswers).toHaveLength(7);
    for (const sample of seedSamples) {
      expect(sample).toContain(`fetch('${SEED_BASE}/`);
      expect(runnable(sample).replace(/`/g, "'")).toBe(sample);
    }
  });

  it('sign_upPOST', async () => {
    const { answer } = await run(0, {}, { '<email>': EMAIL });
    expect(answer.data).toBeNull();
  });

  it('sign_inPOST', async () => {
    const { answer } = await run(1, {}, { '<email>': EMAIL });
    expect(answer.data).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    token = String(answer.data);
  });

  it('sign_outPOST', async () => {
    const { answer } = await run(2, { [SEED_TOKEN]: token }, { '<email>': EMAIL });
    expect(answer.data).toEqual({});
    expect((await app.api.call('GET', 'todo', { token })).status).toBe(401);
    token = await app.api.signIn({ email: EMAIL, password: PASSWORD });
  });

  it('todoGET', async () => {
    await app.api.add(token, { title: 'a', description: 'b', assignee: 'a'.repeat(24), dueDate: '2022-12-04' });
    const { answer, example } = await run(3, { '{access-token}': token });
    const [, full] = example.data as TodoJson[];
    const [todo] = answer.data as TodoJson[];
    expect(Object.keys(todo ?? {}).sort()).toEqual(Object.keys(full ?? {}).sort());
    for (const value of Object.values(todo ?? {})) expect(value).toBeTypeOf('string');
    for (const key of ['created_at', 'updated_at', 'due_date'] as const)
      expect(todo?.[key]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('todoPOST', async () => {
    const { answer, example } = await run(4, { '{access-token}': token }, { '<todo-id>': '*' });
    expect(answer.data).toBeNull();
    todoId = /[0-9a-f]{24}/.exec(answer.message ?? '')?.[0] ?? 'none';
    expect(answer.message).toBe(example.message?.replace('<todo-id>', todoId));
    expect(await app.api.seen(token, todoId)).toMatchObject({
      due_date: '2022-12-04T15:31:35.195Z',
      assignee: '638ca851febc98437e09df2a',
      createdBy: '638ca851febc98437e09df2a',
      title: 'Research Go Backend framework',
      status: 'todo',
    });
  });

  it.each(['todo', 'inprogress', 'done'])('todoTodo_idDonePATCH to %s', async (status) => {
    const placeholders = { '{access-token}': token, '{todo_id}': todoId, '{status}': status };
    const { answer } = await run(5, placeholders, { '<todo_id>': todoId });
    expect(answer.data).toBeNull();
    expect(await app.api.seen(token, todoId)).toMatchObject({ status });
  });

  it('todoTodo_idDELETE', async () => {
    const { answer } = await run(6, { '{access-token}': token, '{todoId}': todoId }, { '<todo_id>': todoId });
    expect(answer.data).toBeNull();
    expect(await app.api.seen(token, todoId)).toBeUndefined();
  });

  it('exactly the seven samples ran', () => {
    expect([...ran]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
}
