import { SchematicsException } from '@angular-devkit/schematics';
import { textOf } from './files.js';
import { namesOf } from './names.js';

/**
 * The names of a parent, which is a feature with a list of its own.
 * @throws SchematicsException when there is no such feature
 */
export function parentOf(tree, src, feature) {
  const features = tree.getDir(src).subdirs.filter((name) => isParent(tree, src, name));
  if (!features.includes(feature))
    throw new SchematicsException(`${feature} is no feature to belong to; these are: ${features.join(', ')}`);
  const names = namesOf(feature);
  return {
    ...names,
    path: routeOf(tree, src, feature),
    // A feature may be in the singular, as todo is. Its variable must differ from the one of a thing.
    things: names.things === names.thing ? `${names.thing}s` : names.things,
  };
}

const routeOf = (tree, src, feature) =>
  /@Controller\('([^']+)'\)/.exec(textOf(tree, `${src}/${feature}/${feature}.controller.ts`))?.[1];

/** Whether a feature finds one of its things for a caller, and has no parent itself. */
function isParent(tree, src, feature) {
  const service = `${src}/${feature}/${feature}.service.ts`;
  if (!tree.exists(service) || !/\bfind\(caller: Caller, id: string\)/.test(textOf(tree, service))) return false;
  return routeOf(tree, src, feature)?.includes(':') === false;
}
