import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const [page = ''] = globSync('docs/operat*.md');
const inOneLine = (text: string) => text.replaceAll('`', '').replace(/\s+/g, ' ');
const runbook = inOneLine(readFileSync(page, 'utf8'));

/** Where the text of a line comes from, of those that are not written beside their call. */
const SOURCES = ['src/config/warnings.ts'];
const WITHOUT_TEXT = [
  'src/auth/tokens/kept-secret.ts',
  'src/config/config.module.ts',
  'src/http/answer/errors.filter.ts',
];

/** The pieces of a text, between its values. */
function piecesOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return [];
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
}

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

const source = (path: string) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

/** Whether a node writes a line of level warn, error or fatal. */
const isLine = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && /\b(log|logger)\.(warn|error|fatal)$/.test(node.expression.getText());

/** The texts of what is thrown to be a 503, which is logged with its own text. */
const isRefusal = (node: ts.Node): node is ts.NewExpression =>
  ts.isNewExpression(node) && node.expression.getText() === 'Unavailable';

const files = globSync('src/**/*.ts').map((path) => ({ path, nodes: [...nodesOf(source(path))] }));
const lines = files.flatMap(({ path, nodes }) =>
  nodes.filter(isLine).map((call) => ({ path, pieces: call.arguments.flatMap(piecesOf) })),
);
const refusals = files.flatMap(({ path, nodes }) =>
  nodes.filter(isRefusal).map((made) => ({ path, pieces: (made.arguments ?? []).flatMap(piecesOf) })),
);
const warnings = files
  .filter(({ path }) => SOURCES.includes(path))
  .flatMap(({ path, nodes }) => nodes.map((node) => ({ path, pieces: piecesOf(node) })))
  .filter(({ pieces }) => pieces.some((piece) => piece.includes(' ')));

describe(page, () => {
  it('is compared with lines of the code', () => {
    expect(lines.length).toBeGreaterThan(14);
    expect(refusals.length).toBeGreaterThan(5);
    expect(warnings.length).toBe(2);
  });

  it('a line has a text, unless it stands elsewhere', () => {
    const without = lines.filter(({ pieces }) => pieces.length === 0).map(({ path }) => path);
    expect(without.toSorted()).toEqual(WITHOUT_TEXT);
  });

  it.each([...lines, ...refusals, ...warnings].filter(({ pieces }) => pieces.length > 0))(
    'explains the line $pieces of $path',
    ({ pieces }) => {
      for (const piece of pieces) expect(runbook).toContain(inOneLine(piece).trim());
    },
  );
});
