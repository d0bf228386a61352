import { readFileSync } from 'node:fs';
import { Tree } from '@angular-devkit/schematics';
import { SchematicTestRunner } from '@angular-devkit/schematics/testing/index.js';
import { describe, expect, it } from 'vitest';
import { GeneratedCopy } from '../support/generated.js';
import { tempDir } from '../support/temp-dir.js';

const GIVEN = ['openapi.json', 'requests.http', 'src/app.module.ts'];
const FEATURES = ['src/todo/todo.controller.ts', 'src/todo/todo.service.ts', 'src/users/users.service.ts'];
const TABLES = ['src/todo/repositories/sqlite/todo.migrations.ts', 'src/auth/repositories/mongo/session.document.ts'];

/** The part of the project that the schematic reads. */
function project(): Tree {
  const tree = Tree.empty();
  for (const path of [...GIVEN, ...FEATURES, ...TABLES]) tree.create(path, readFileSync(path));
  return tree;
}

function generate(options: object): Promise<Tree> {
  const runner = new SchematicTestRunner('todo-api-schematics', 'schematics/collection.json');
  return runner.runSchematic('resource', options, project());
}

const WRONG: [what: string, options: object, message: string][] = [
  ['a feature that is there', { name: 'todo' }, 'src/todo is there already; choose another name'],
  [
    'a table that is there',
    { name: 'idempotency-keys' },
    'There is a table idempotency_keys already, of src/todo/repositories/sqlite/todo.migrations.ts',
  ],
  ['a collection that is there', { name: 'sessions' }, 'There is a table sessions already'],
  ['a route that is there', { name: 'login' }, 'There is a route /login already; choose another name'],
  ['a schema that is there', { name: 'people' }, 'The document has a schema Person already; choose another name'],
  ['a reserved word', { name: 'class' }, 'class is a reserved word; choose another name'],
  ['a name of which one is a reserved word', { name: 'cases' }, 'case is a reserved word; choose another name'],
  ['a property of the service', { name: 'writes' }, 'writes is a reserved word; choose another name'],
  ['a built-in class', { name: 'dates' }, 'date is a reserved word; choose another name'],
  ['a name that the code imports', { name: 'queries' }, 'Query is a name that the code uses otherwise'],
  [
    'a name that is no word',
    { name: '1st' },
    'The name must be words in small letters with hyphens, like line-items: 1st',
  ],
  ['a name outside of src', { name: '../x' }, 'The name must be words in small letters with hyphens'],
  ['an unknown type', { fields: 'body:string' }, 'string is no type of a field; the types are text, integer, number'],
  ['a type of every object', { fields: 'body:constructor' }, 'constructor is no type of a field'],
  ['a field without a type', { fields: 'body' }, 'A field is <name>:<type>, like title:text!'],
  ['no required field', { fields: 'body:text' }, 'At least one field must be required; mark it with !'],
  ['a field twice', { fields: 'body:text! body:date' }, 'Two fields have the name body'],
  ['a column twice', { fields: 'dueOn:text! dueON:date' }, 'Two fields have the name'],
  ['a field that every thing has', { fields: 'createdAt:date!' }, 'Every thing has a field createdAt'],
  ['a field of the parent', { fields: 'todo:text!', parent: 'todo' }, 'Every thing has a field todo'],
  [
    'a word of SQL as a field',
    { fields: 'order:integer!' },
    'order is a reserved word; choose another name for the field',
  ],
  ['a parameter of a statement as a field', { fields: 'now:date!' }, 'now is a reserved word'],
  ['a field in capitals', { fields: 'Body:text!' }, 'A field must be a word that begins with a small letter'],
  ['an enum of one value', { fields: 'kind:enum(a)!' }, 'kind: an enum has two or more different values'],
  ['an enum with a value twice', { fields: 'kind:enum(a,a)!' }, 'kind: an enum has two or more different values'],
  ['an enum with a quote', { fields: "kind:enum(a,'b)!" }, 'kind: an enum has two or more different values'],
  ['an enum without values', { fields: 'kind:enum!' }, 'kind: an enum, and nothing else, has values in brackets'],
  ['values of a text', { fields: 'kind:text(a,b)!' }, 'kind: an enum, and nothing else, has values in brackets'],
  ['a parent that is not there', { parent: 'lists' }, 'lists is no feature to belong to; these are: todo'],
  ['a parent without a list', { parent: 'users' }, 'users is no feature to belong to; these are: todo'],
  ['an unknown option', { field: 'body:text!' }, 'Unknown option "field". Valid options are: name, fields, parent'],
];

describe('the schematic of a resource', () => {
  it.each(WRONG)('refuses %s in one line', async (_, options, message) => {
    const tree = project();
    const before = tree.actions.length;
    const runner = new SchematicTestRunner('todo-api-schematics', 'schematics/collection.json');
    const refused = runner.runSchematic('resource', { name: 'sprockets', ...options }, tree);
    await expect(refused).rejects.toThrow(message);
    expect(tree.actions).toHaveLength(before);
  });

  it('makes the tests unless they are not wanted', async () => {
    const tests = ['/test/contracts/gear-wheels.spec.ts', '/test/e2e/gear-wheels.spec.ts'];
    const [all, without] = [
      await generate({ name: 'GearWheels' }),
      await generate({ name: 'GearWheels', spec: false }),
    ];
    expect(tests.filter((path) => all.exists(path))).toEqual(tests);
    expect(tests.filter((path) => without.exists(path))).toEqual([]);
    expect(without.exists('/src/gear-wheels/gear-wheels.service.ts')).toBe(true);
  });

  it.each([
    ['children', 'child', 'Child'],
    ['news', 'news', 'News'],
    ['gear-wheels', 'gear-wheel', 'GearWheel'],
    ['categories', 'category', 'Category'],
  ])('names a thing of %s %s', async (name, file, Thing) => {
    const tree = await generate({ name });
    expect(tree.readText(`/src/${name}/${file}.ts`)).toContain(`export interface ${Thing} {`);
    expect(tree.readText('/src/app.module.ts')).toContain(`from './${name}/${name}.module.js';`);
    expect(tree.readText('/requests.http')).toContain(`POST {{api}}/${name}\n`);
  });

  it('writes nothing with --dry-run, and nothing when it refuses', async () => {
    const copy = await GeneratedCopy.in(tempDir('generated'));
    expect(await copy.generate('sprockets', '--dry-run')).toContain('CREATE src/sprockets/sprockets.service.ts');
    const { code, stderr } = await copy.run('npm', 'run', '--silent', 'g', '--', 'resource', 'todo');
    expect([code, stderr]).toEqual([1, 'Error: src/todo is there already; choose another name\n']);
    expect(await copy.changes()).toEqual([]);
  });
});
