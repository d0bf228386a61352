import { type Mutant, mutantsOf } from './mutant.ts';

export const mongodbMutants: readonly Mutant[] = [
  ...mutantsOf(
    'todos',
    'src/todo/repositories/mongo/todo.queries.ts',
    ['everybody sees everything', '{ $or: [{ owner: oid(id) }, { assignee: oid(id) }] }', '{}'],
    ['the assignee sees nothing', '{ $or: [{ owner: oid(id) }, { assignee: oid(id) }] }', '{ owner: oid(id) }'],
    ['anybody removes', '(everyone ? {} : { owner: oid(id) })', '(everyone ? {} : {})'],
    [
      'the assignee removes',
      '(everyone ? {} : { owner: oid(id) })',
      '(everyone ? {} : { $or: [{ owner: oid(id) }, { assignee: oid(id) }] })',
    ],
    [
      'the list leaves out what was given to me',
      'return [{ owner: me }, { assignee: me }];',
      'return [{ owner: me }];',
    ],
    [
      'the filter shows what others gave to somebody',
      '[{ owner: me, assignee: oid(assignee) }]',
      '[{ assignee: oid(assignee) }]',
    ],
    ['ties in any order', 'sort: { [key]: direction, _id: direction }', 'sort: { [key]: direction }'],
    [
      'a page skips the ties of its position',
      '{ [key]: trusted({ ...range, $eq: at }), _id: trusted({ [beyond]: oid(after.id) }) },',
      '',
    ],
    [
      'a page begins with its position',
      '_id: trusted({ [beyond]: oid(after.id) })',
      '_id: trusted({ [`${beyond}e`]: oid(after.id) })',
    ],
    ['orders swapped', 'page.order.descending ? -1 : 1', 'page.order.descending ? 1 : -1'],
    ['keys swapped', "page.order.key === 'created' ?", "page.order.key !== 'created' ?"],
    ['the end of a due range included', 'range.$lt =', 'range.$lte ='],
    ['the start of a due range left out', 'range.$gte =', 'range.$gt ='],
    ['a status too many', '.map((status) => ({ status }))', '.map(() => ({}))'],
    ['the version is not looked at', '{ version: trusted({ $in: versions }) }', '{}'],
    ['a new due date leaves the old place', 'due_key: dueDate === null ? new Date(NO_DUE_DATE) : dueDate,', ''],
    [
      'null does not clear',
      '.filter(([, value]) => value !== undefined)',
      '.filter(([, value]) => value !== undefined && value !== null)',
    ],
  ),
  ...mutantsOf(
    'todos',
    'src/todo/repositories/mongo/mongo-todo.repository.ts',
    [
      'an edit returns the todo before it',
      "findOneAndUpdate(changing, update, { returnDocument: 'after' })",
      "findOneAndUpdate(changing, update, { returnDocument: 'before' })",
    ],
    ['an edit that changes nothing counts', '[{ $and: [there, { $or: differs }] },', '[there,'],
    ['the version does not grow', '$unset: unset, $inc: { version: 1 }', '$unset: unset, $inc: { version: 0 }'],
    ['updated_at stays', '{ $set: { ...set, updated_at: now }, $unset: unset', '{ $set: set, $unset: unset'],
    ['removing says yes always', 'return deletedCount === 1;', 'return deletedCount >= 0;'],
    ['erasing stops after the first part', 'size = some.length;', 'size = 0;'],
    [
      'erasing leaves assignments',
      '{ $unset: { assignee: 1 }, $set: { updated_at: now }',
      '{ $set: { updated_at: now }',
    ],
    ['a key adds again', 'const id = known.todo.toHexString();', 'const id = todo.id;'],
    ['a key is everybody’s', '`${todo.owner}:${once.key}`', 'once.key'],
    ['a key never expires', 'trusted({ $lte: todo.createdAt })', 'trusted({ $lte: new Date(0) })'],
  ),
  ...mutantsOf(
    'todos',
    'src/todo/repositories/mongo/todo.document.ts',
    [
      'milliseconds dropped',
      'created_at: todo.createdAt,',
      'created_at: new Date(Math.floor(todo.createdAt.getTime() / 1000) * 1000),',
    ],
    ['undated todos come first', 'todo.dueDate ?? new Date(NO_DUE_DATE)', 'todo.dueDate ?? new Date(-NO_DUE_DATE)'],
    ['an empty description is none', 'description: todo.description,', 'description: todo.description || undefined,'],
  ),
  ...mutantsOf('users', 'src/users/repositories/mongo/user.document.ts', [
    'no unique index',
    'required: true, unique: true',
    'required: true',
  ]),
  ...mutantsOf(
    'users',
    'src/users/repositories/mongo/mongo-user.repository.ts',
    [
      'emails in any case',
      'this.users.findOne({ email }).lean()',
      'this.users.findOne({ email }).collation({ locale: "en", strength: 2 }).lean()',
    ],
    ['a hash is replaced whatever it is', '{ password_hash: known }', '{}'],
    ['those being erased are not found', '{ $set: { erasing: true } }', '{ $set: { erasing: false } }'],
  ),
  ...mutantsOf(
    'sessions',
    'src/auth/repositories/mongo/mongo-session.repository.ts',
    ['a session is anybody’s', '{ _id: id, user: new Types.ObjectId(userId) }', '{ _id: id }'],
    ['signing out everywhere ends this one too', ', _id: trusted({ $ne: except })', ''],
  ),
  ...mutantsOf('users', 'src/database/mongo/mongo.errors.ts', [
    'a broken unique index is an unknown error',
    'error.code === DUPLICATE_KEY',
    'error.code === -1',
  ]),
];
