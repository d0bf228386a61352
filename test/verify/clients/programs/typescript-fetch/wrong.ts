import type { TodoReq } from './index.js';

export const wrong: TodoReq = { title: 'x', dueDate: 42 };
