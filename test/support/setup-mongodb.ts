import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

/** Every test file has a database of its own; the apps that it starts one after the other share it. */
const own = new URL(inject('mongodbUri'));
own.pathname = `/todo-test-${randomUUID()}`;
process.env.MONGODB_URI = own.href;
