import { SchematicsException } from '@angular-devkit/schematics';
import pluralize from 'pluralize';

/** Words that no variable may have as its name. */
const RESERVED = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do ' +
    'else enum eval export extends false finally for from function get if implements import in infer instanceof interface is ' +
    'keyof let module namespace never new null number object of package private protected public readonly require return set ' +
    'static string super switch symbol this throw true try type typeof undefined unique unknown var void while with yield'
  ).split(' '),
);

/** Built-in classes that the generated code uses. */
const BUILT_IN = new Set(['Buffer', 'Date', 'Error', 'JSON', 'Object', 'Promise', 'Record', 'Pick', 'Set', 'Map']);

/** Other properties of the generated service. */
const PROPERTIES = new Set(['writes', 'all-children']);

/** Words of SQL that no column may have as its name without quotes (https://sqlite.org/lang_keywords.html). */
const SQL = new Set(
  (
    'add all alter and as autoincrement between case check collate commit constraint create cross current_date current_time ' +
    'current_timestamp default deferrable delete distinct drop else escape except exists foreign from full glob group having ' +
    'if in index inner insert intersect into is isnull join left like limit match natural not notnull null on or order outer ' +
    'primary references regexp returning right rollback select set table then to transaction union unique update using values ' +
    'when where'
  ).split(' '),
);

/** Fields that every thing has. */
const OWN = new Set(['id', 'owner', 'version', 'created_at', 'updated_at', 'created_by']);
/** The other parameters of the statement that edits a row. */
const PARAMETERS = new Set(['now', 'only', 'except']);

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const camel = (kebab) => kebab.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
export const snake = (name) => name.replace(/-/g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const pascal = (name) => capital(camel(name));
export const plural = (word) => pluralize.plural(word);

/**
 * The names that follow from the name of a feature, such as `line-items`: of the feature in several cases, and of one thing.
 * @throws SchematicsException when one of them is a word that the code cannot use
 */
export function namesOf(feature) {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(feature))
    throw new SchematicsException(`The name must be words in small letters with hyphens, like line-items: ${feature}`);
  const one = pluralize.singular(feature);
  for (const word of [feature, one])
    if (RESERVED.has(word) || PROPERTIES.has(word) || BUILT_IN.has(pascal(word)))
      throw new SchematicsException(`${word} is a reserved word; choose another name`);
  return {
    feature,
    file: one,
    Things: pascal(feature),
    things: camel(feature),
    Thing: pascal(one),
    thing: camel(one),
    table: snake(feature),
    /** The name of one thing as a constant and as a column. */
    constant: snake(one).toUpperCase(),
    column: snake(one),
    words: feature.replaceAll('-', ' '),
    Words: capital(feature.replaceAll('-', ' ')),
    word: one.replaceAll('-', ' '),
    Word: capital(one.replaceAll('-', ' ')),
  };
}

/** @throws SchematicsException when no property and no column can have this name */
export function checkField(name, parent) {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name))
    throw new SchematicsException(`A field must be a word that begins with a small letter, like dueOn: ${name}`);
  if (RESERVED.has(name) || SQL.has(name.toLowerCase()) || PARAMETERS.has(name))
    throw new SchematicsException(`${name} is a reserved word; choose another name for the field`);
  const isParent = parent && [parent.column, `${parent.column}_owner`].includes(snake(name));
  if (OWN.has(snake(name)) || isParent)
    throw new SchematicsException(`Every thing has a field ${name}; choose another name`);
}
