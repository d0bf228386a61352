// Prints a new todo with a due date, and the due date in the answer that the first argument holds.
import { type TodoReq, TodoReqToJSON, TodoRes200FromJSON } from './index.js';

const todo: TodoReq = { title: 'x', dueDate: '2030-01-31' };
console.log(JSON.stringify(TodoReqToJSON(todo)));
console.log(Number(TodoRes200FromJSON(JSON.parse(process.argv[2] ?? '')).data.dueDate) / 1_000);
