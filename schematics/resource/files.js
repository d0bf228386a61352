import { SchematicsException } from '@angular-devkit/schematics';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** The text of a file. @throws SchematicsException when it is not there */
export function textOf(tree, path) {
  const bytes = tree.read(path);
  if (!bytes) throw new SchematicsException(`${path} is not there; run this in the folder of the project`);
  return bytes.toString('utf8');
}

/** Formats every file of a tree. */
export async function formatAll(tree) {
  const paths = [];
  tree.visit((path) => paths.push(path));
  for (const path of paths) await formatFile(tree, path);
  return tree;
}

/** Formats a file as `npm run format` does. Names that it imports and does not use are removed. */
export async function formatFile(tree, path) {
  const filepath = join(process.cwd(), path);
  const text = withoutUnused(textOf(tree, path));
  tree.overwrite(path, await format(text, { ...(await resolveConfig(filepath)), filepath }));
}

/** One import of names. */
const IMPORT = /^import (type )?\{([^}]*)\} from '([^']+)';\n/gm;

/**
 * The templates import all that their fields may need. This removes what this text does not use.
 * @throws SchematicsException when one name is imported twice, since a thing of the feature has the name of something else
 */
function withoutUnused(text) {
  const code = text.replace(IMPORT, '');
  const seen = new Set();
  return text.replace(IMPORT, (_, type = '', list, from) => {
    const names = list
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean);
    const used = names.filter((each) => new RegExp(`(?<![\\w'])${each.replace('type ', '')}\\b`).test(code));
    for (const name of used) {
      if (seen.has(name))
        throw new SchematicsException(`${name} is a name that the code uses otherwise; choose another`);
      seen.add(name);
    }
    const listed = used.map((name) => (type ? name.replace('type ', '') : name)).join(', ');
    return used.length === 0 ? '' : `import ${type}{ ${listed} } from '${from}';\n`;
  });
}
