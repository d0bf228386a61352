import type { components } from './todo-api.js';

export const wrong: components['schemas']['TodoReq'] = { title: 'x', dueDate: 42 };
