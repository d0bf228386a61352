import { type Mutant, mutantsOf } from './mutant.ts';

export const sqliteMutants: readonly Mutant[] = [
  ...mutantsOf(
    'todos',
    'src/todo/repositories/sqlite/todo.queries.ts',
    [
      'everybody sees everything',
      "everyone ? ':me IS NOT NULL' : '(owner = :me OR assignee = :me)'",
      "everyone ? ':me IS NOT NULL' : ':me IS NOT NULL'",
    ],
    ['the assignee sees nothing', "'(owner = :me OR assignee = :me)'", "'owner = :me'"],
    [
      'anybody removes',
      "everyone ? ':me IS NOT NULL' : 'owner = :me'",
      "everyone ? ':me IS NOT NULL' : ':me IS NOT NULL'",
    ],
    [
      'the assignee removes',
      "everyone ? ':me IS NOT NULL' : 'owner = :me'",
      "everyone ? ':me IS NOT NULL' : '(owner = :me OR assignee = :me)'",
    ],
    ['the list leaves out what was given to me', "    { where: 'assignee = :me', index: '_assignee' },\n", ''],
    [
      'the filter shows what others gave to somebody',
      "{ where: 'owner = :me AND assignee = :assignee', index: '_owner_assignee_status' }",
      "{ where: ':me IS NOT NULL AND assignee = :assignee', index: '_assignee' }",
    ],
    ['ties in any order', 'ORDER BY ${key} ${direction}, id ${direction} LIMIT', 'ORDER BY ${key} ${direction} LIMIT'],
    [
      'a page skips the ties of its position',
      "`(${key}, id) ${page.order.descending ? '<' : '>'} (:at, :id)`",
      "`${key} ${page.order.descending ? '<' : '>'} :at AND :id IS NOT NULL`",
    ],
    [
      'a page begins with its position',
      "${page.order.descending ? '<' : '>'} (:at, :id)",
      "${page.order.descending ? '<=' : '>='} (:at, :id)",
    ],
    ['orders swapped', "order.descending ? 'DESC' : 'ASC'", "order.descending ? 'ASC' : 'DESC'"],
    [
      'keys swapped',
      "order.key === 'created' ? 'created_at' : 'due_key'",
      "order.key !== 'created' ? 'created_at' : 'due_key'",
    ],
    ['the end of a due range included', '`${key} < :to`', '`${key} <= :to`'],
    ['the start of a due range left out', '`${key} >= :from`', '`${key} > :from`'],
    ['a status too many', '`AND status = :status${index}`', '`AND status >= :status${index}`'],
    [
      'the version is not looked at',
      "'AND version IN (SELECT value FROM json_each(:versions))'",
      "'AND json_valid(:versions)'",
    ],
  ),
  ...mutantsOf(
    'todos',
    'src/todo/repositories/sqlite/sqlite-todo.repository.ts',
    ['what I gave to myself comes twice', 'const once = withoutTwins(all);', 'const once = all;'],
    ['a page with twins is short', 'withoutTwins(read(2 * page.limit)).slice(0, page.limit)', 'once'],
    [
      'an edit returns the todo before it',
      'const row = await this.engine.write(() => update.get(params) as TodoRow | undefined);',
      'const before = await this.find(viewer, id);\n    const row = await this.engine.write(() => update.get(params) as TodoRow | undefined);\n    if (row) return before;',
    ],
    ['an edit that changes nothing counts', 'version = version + (${differs})', 'version = version + 1'],
    ['the version does not grow', 'version = version + (${differs})', 'version = version + 0 * (${differs})'],
    ['updated_at stays', 'iif(${differs}, :now, updated_at)', 'iif(false, :now, updated_at)'],
    ['removing says yes always', 'return changes === 1;', 'return changes >= 0;'],
    [
      'erasing stops after the first part',
      'while ((await this.engine.write(() => remove.run(userId))).changes === ERASED_AT_ONCE);',
      'await this.engine.write(() => remove.run(userId));',
    ],
    ['erasing leaves assignments', 'SET assignee = NULL, version', 'SET assignee = assignee, version'],
    ['a key adds again', 'if (known) return known as', 'if (known && !known) return known as'],
    ['a key is everybody’s', 'WHERE owner = ? AND key = ?', 'WHERE (owner = ? OR true) AND key = ?'],
    [
      'a key never expires',
      "'DELETE FROM idempotency_keys WHERE expires_at <= ?'",
      "'DELETE FROM idempotency_keys WHERE expires_at <= ? AND false'",
    ],
  ),
  ...mutantsOf(
    'todos',
    'src/todo/repositories/sqlite/todo.rows.ts',
    [
      'milliseconds dropped',
      'created_at: todo.createdAt.getTime(),',
      'created_at: Math.floor(todo.createdAt.getTime() / 1000) * 1000,',
    ],
    ['null does not clear', '(dueDate?.getTime() ?? null)', '(dueDate?.getTime() ?? undefined)'],
    ['an empty description is none', 'description: todo.description ?? null', 'description: todo.description || null'],
  ),
  ...mutantsOf('todos', 'src/todo/repositories/sqlite/todo.migrations.ts', [
    'undated todos come first',
    'coalesce(due_date, 8640000000000000)',
    'coalesce(due_date, -8640000000000000)',
  ]),
  ...mutantsOf('users', 'src/users/repositories/sqlite/user.migrations.ts', [
    'no unique index',
    'CREATE UNIQUE INDEX users_email',
    'CREATE INDEX users_email',
  ]),
  ...mutantsOf(
    'users',
    'src/users/repositories/sqlite/sqlite-user.repository.ts',
    [
      'emails in any case',
      "'SELECT * FROM users WHERE email = ?'",
      "'SELECT * FROM users WHERE email = ? COLLATE NOCASE'",
    ],
    ['a hash is replaced whatever it is', "'AND password_hash = :known'", "'AND :known IS NOT NULL'"],
    ['those being erased are not found', 'SET erasing = 1 WHERE', 'SET erasing = 0 WHERE'],
    ['the cheapest hash instead of the costliest', 'ORDER BY password_hash DESC', 'ORDER BY password_hash'],
    ['any text counts as a hash', "AND password_hash < '$2b%'", ''],
  ),
  ...mutantsOf(
    'sessions',
    'src/auth/repositories/sqlite/sqlite-session.repository.ts',
    [
      'a session is anybody’s',
      'SELECT 1 FROM sessions WHERE id = ? AND user = ?',
      'SELECT 1 FROM sessions WHERE id = ? AND ? IS NOT NULL',
    ],
    ['signing out everywhere ends this one too', 'WHERE user = ? AND id <> ?', 'WHERE user = ? AND ? IS NOT NULL'],
    ['a sign-in ends sessions that last', 'WHERE expires_at <= ?', 'WHERE expires_at >= ?'],
  ),
  ...mutantsOf('users', 'src/database/sqlite/sqlite.errors.ts', [
    'a broken unique index is an unknown error',
    ', 2067 /* CONSTRAINT_UNIQUE */',
    '',
  ]),
];
