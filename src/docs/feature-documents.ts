import { globSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FeatureDocument } from '../openapi/types.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Features that name no place come after those that do, in the order of their names. */
const placeOf = ({ place = Infinity }: FeatureDocument) => place;

/** What the features say of themselves: the exports of each `<feature>/<feature>.openapi` that end in `Document`, in the order of the page. */
export async function featureDocuments(): Promise<FeatureDocument[]> {
  const files = globSync(`*/*.openapi${extname(import.meta.url)}`, { cwd: ROOT }).sort();
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(ROOT + file).href) as Promise<object>));
  return modules
    .flatMap((module) => Object.entries(module).filter(([name]) => name.endsWith('Document')))
    .map(([, document]) => document as FeatureDocument)
    .toSorted((a, b) => placeOf(a) - placeOf(b) || 0);
}
