import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Parameter } from '../document.ts';
import { PLACES } from './places.ts';
import { goodValue, oddText } from './values.ts';

/** Pieces of a path that are malformed, that decode to something else than they look like, or that a proxy may rewrite. */
const PIECES = [
  '%',
  '%z',
  '%00',
  '%ff',
  '%c0%af',
  '%E0%A4%A',
  '%2f',
  '%5c',
  '%2e%2e',
  '%252e',
  '..',
  '.',
  ';',
  '%u0041',
  '%0d%0a',
  "'",
  '"',
  PLACES.myTodo,
  '__proto__',
];

const oddSegment = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.join(''));

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const paramsIn = (parameters: Parameter[], place: string) => parameters.filter((one) => one.in === place);

function pathOf(template: string, parameters: Parameter[], odd: Arbitrary<string> | undefined): Arbitrary<string> {
  const values = parameters.map(
    ({ name, schema = {} }) => odd ?? goodValue(name, schema).map((value) => encoded(String(value))),
  );
  return fc
    .tuple(...values)
    .map((all) =>
      parameters.reduce((path, { name }, index) => path.replace(`{${name}}`, () => all[index] ?? ''), template),
    );
}

function goodQuery(parameters: Parameter[]): Arbitrary<string> {
  return fc
    .subarray(parameters)
    .chain((some) =>
      fc.tuple(...some.map(({ name, schema = {} }) => goodValue(name, schema).map((value) => [name, String(value)]))),
    )
    .map((pairs) => new URLSearchParams(pairs).toString());
}

/** Query strings with wrong values, repeated and unknown names, and the brackets of those parsers that build objects. */
function oddQuery(names: string[]): Arbitrary<string> {
  const name = fc.constantFrom(...names, 'x', '__proto__', 'constructor', '');
  const brackets = fc.constantFrom(
    '',
    '',
    '[]',
    '[0]',
    '[99999]',
    '[$ne]',
    '[__proto__]',
    '[a][b]',
    '[',
    '%5B%5D',
    '.$gt',
  );
  const value = fc.oneof(
    oddText.map(encoded),
    fc.constantFrom('%', '%ff', '1e3', '-1', '0', '201', '99999999999999999999', 'todo', PLACES.me, '&', '=', '+'),
  );
  return fc
    .array(
      fc.tuple(name, brackets, value).map((parts) => `${parts[0]}${parts[1]}=${parts[2]}`),
      { minLength: 1, maxLength: 4 },
    )
    .map((pairs) => pairs.join('&'));
}

/** The path and query of an operation: right, or wrong in the one or the other. */
export function targetOf({ template, parameters }: Operation): Arbitrary<string> {
  const inPath = paramsIn(parameters, 'path');
  const inQuery = paramsIn(parameters, 'query');
  const path = pathOf(template, inPath, undefined);
  const join = (pair: [string, string]) => pair.filter(Boolean).join('?');
  const oddPath = fc.oneof(
    pathOf(template, inPath, oddSegment),
    fc.tuple(path, oddSegment).map(([start, end]) => `${start}/${end}`),
    path.map((good) => `${good}/`),
    path.map((good) => good.toUpperCase()),
    path.map((good) => `/${good}`),
  );
  return fc.oneof(
    { weight: 10, arbitrary: fc.tuple(path, goodQuery(inQuery)).map(join) },
    { weight: 2, arbitrary: fc.tuple(path, oddQuery(inQuery.map(({ name }) => name))).map(join) },
    { weight: 1, arbitrary: oddPath },
  );
}
