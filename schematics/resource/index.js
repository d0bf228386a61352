import {
  apply,
  applyTemplates,
  chain,
  mergeWith,
  move,
  SchematicsException,
  strings,
  url,
} from '@angular-devkit/schematics';
import { RunSchematicTask } from '@angular-devkit/schematics/tasks/index.js';
import { MetadataManager } from '@nestjs/schematics';
import { fieldsOf } from './fields.js';
import { formatAll, formatFile, textOf } from './files.js';
import { namesOf } from './names.js';
import { parentOf } from './parent.js';
import { requestsOf } from './requests.js';

/** The section of `requests.http` before which new ones stand. */
const SIGN_OUT = '### Sign out\n';

/**
 * Makes a whole feature, and registers it in AppModule. Afterwards the OpenAPI document is written anew.
 * @throws SchematicsException before anything is written
 */
export const resource = (options) => (tree, context) => {
  const src = options.sourceRoot;
  const names = namesOf(strings.dasherize(options.name.trim()));
  const parent = options.parent === '' ? undefined : parentOf(tree, src, options.parent);
  const fields = fieldsOf(options.fields, parent);
  refuseTaken(tree, src, names, parent);

  const values = { ...names, ...wordsOf(names, fields, parent), fields, parent };
  const files = (from, to) => mergeWith(apply(url(from), [applyTemplates(values), formatAll, move(to)]));
  context.addTask(new RunSchematicTask('document', {}));
  return chain([
    files('./files/feature', `${src}/${names.feature}`),
    ...(options.spec ? [files('./files/test', 'test')] : []),
    registered(src, names),
    requested(values),
  ]);
};

/** @throws SchematicsException when there is such a feature, route, schema or table already */
function refuseTaken(tree, src, { feature, table, Thing }, parent) {
  if (tree.getDir(src).subdirs.includes(feature))
    throw new SchematicsException(`${src}/${feature} is there already; choose another name`);
  const { paths: described, components } = JSON.parse(textOf(tree, 'openapi.json'));
  const paths = Object.keys(described);
  if (!parent && paths.some((path) => path.split('/')[1] === feature))
    throw new SchematicsException(`There is a route /${feature} already; choose another name`);
  const schema = [Thing, `${Thing}Req`, `${Thing}Res200`].find((name) => components.schemas[name]);
  if (schema) throw new SchematicsException(`The document has a schema ${schema} already; choose another name`);
  const stored = new RegExp(`CREATE TABLE (IF NOT EXISTS )?${table} |collection: '${table}'`);
  tree.getDir(src).visit((path) => {
    if (path.endsWith('.ts') && stored.test(textOf(tree, path)))
      throw new SchematicsException(`There is a table ${table} already, of ${path.slice(1)}; choose another name`);
  });
}

/** The words and lists that the templates use beside the names. */
function wordsOf(names, fields, parent) {
  const { word, Thing, thing } = names;
  const article = /^[aeiou]/.test(word) ? 'an' : 'a';
  const scopeColumn = parent ? parent.column : 'owner';
  const scope = parent ? parent.thing : 'owner';
  const enumerations = fields.flatMap(({ enumeration }) => enumeration ?? []);
  const texts = fields.filter(({ isText }) => isText);
  return {
    theWord: `${article} ${word}`,
    aWord: `${article.charAt(0).toUpperCase()}${article.slice(1)} ${word}`,
    fileNames: enumerations.map(({ Type, VALUES }) => `${VALUES}, type ${Type}`).join(', '),
    required: fields.filter(({ required }) => required),
    optional: fields.filter(({ required }) => !required),
    scope,
    scopeColumn,
    scopeParam: scope === scopeColumn ? scope : `${scopeColumn}: ${scope}`,
    Seen: parent ? `Seen${Thing}` : `Own${Thing}`,
    Own: `Own${Thing}`,
    columns: [
      ...['id', 'owner'],
      ...(parent ? [parent.column, `${parent.column}_owner`] : []),
      ...fields.map(({ column_name }) => column_name),
      ...['created_at', 'updated_at', 'version'],
    ],
    bytes:
      texts.map(({ name, required }) => `Buffer.byteLength(${thing}.${name}${required ? '' : " ?? ''"})`).join(' + ') ||
      100,
  };
}

/** Imports the module of the feature in AppModule. */
const registered =
  (src, { feature, Things }) =>
  async (tree) => {
    const path = `${src}/app.module.ts`;
    const name = `${Things}Module`;
    const source = `import { ${name} } from './${feature}/${feature}.module.js';\n${textOf(tree, path)}`;
    tree.overwrite(path, new MetadataManager(source).insert('imports', name));
    await formatFile(tree, path);
  };

/** Adds the routes of the feature to `requests.http`. */
const requested = (values) => (tree) => {
  const text = textOf(tree, 'requests.http');
  const at = text.indexOf(SIGN_OUT);
  if (at < 0) throw new SchematicsException(`requests.http has no section "${SIGN_OUT.trim()}" to stand before`);
  tree.overwrite('requests.http', text.slice(0, at) + requestsOf(tree, values) + text.slice(at));
};
