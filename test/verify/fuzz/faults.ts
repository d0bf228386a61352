/** A fault that is planted into a copy of the build, and what the campaign must say about it. */
export interface Fault {
  name: string;
  /** A file of the build, and a text in it that is there once. */
  file: string;
  find: string;
  replace: string;
  found: RegExp;
}

/** One fault for each kind of check. */
export const FAULTS: Fault[] = [
  {
    name: 'a text may be an object',
    file: 'validation/is-text.js',
    find: "if (typeof value !== 'string')",
    replace: 'if (value === 0)',
    found: /expected 500 to be less than 500/,
  },
  {
    name: 'an answer has a property too many',
    file: 'todo/dto/todo.response.js',
    find: 'id: todo.id,',
    replace: 'id: todo.id, owner: todo.owner,',
    found: /must NOT have additional properties/,
  },
  {
    name: 'everybody may read and edit every todo',
    file: 'todo/repositories/sqlite/todo.queries.js',
    find: "'(owner = :me OR assignee = :me)'",
    replace: "':me IS NOT NULL'",
    found: /not to contain 'only mine/,
  },
  {
    name: 'everybody may delete every todo',
    file: 'todo/repositories/sqlite/todo.queries.js',
    find: "':me IS NOT NULL' : 'owner = :me'",
    replace: "':me IS NOT NULL' : ':me IS NOT NULL'",
    found: /Bystander\.expectUnchanged/,
  },
];
