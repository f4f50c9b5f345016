/** Finds the conditions of a source file and writes the file anew without one of them. */
import ts from 'typescript';

/**
 * One mutation for every condition that can be taken out: an `if` that never fires, one side of `&&`, `||` or of a chain
 * of refusals (`a ?? b`), a `.max()` or `.every()` that lets everything pass.
 * @returns {{ path: string, line: number, removed: string, mutated: string }[]}
 */
export function mutationsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const mutations = [];

  const replace = (node, replacement) => {
    const start = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(start);
    const removed = node.getText(source).replace(/\s+/g, ' ');
    const mutated = text.slice(0, start) + replacement + text.slice(node.getEnd());
    mutations.push({ path, line: line + 1, removed: `${removed} -> ${replacement}`, mutated });
  };

  const visit = (node) => {
    if (ts.isIfStatement(node)) replace(node.expression, 'false');
    if (ts.isBinaryExpression(node)) mutateOperands(node, replace);
    if (ts.isConditionalExpression(node)) {
      replace(node.condition, 'false');
      replace(node.condition, 'true');
    }
    if (ts.isReturnStatement(node) && node.expression) mutateReturned(node.expression, replace);
    if (ts.isCallExpression(node) && /\.(every|some)$/.test(node.expression.getText(source)))
      replace(node, node.expression.getText(source).endsWith('every') ? 'true' : 'false');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutations;
}

/** `a && b` without one of them is the other alone; so is `a || b`; a refusal that is dropped from `a ?? b` is null. */
function mutateOperands(node, replace) {
  const neutral = {
    [ts.SyntaxKind.AmpersandAmpersandToken]: 'true',
    [ts.SyntaxKind.BarBarToken]: 'false',
  }[node.operatorToken.kind];
  if (neutral !== undefined) {
    replace(node.left, neutral);
    replace(node.right, neutral);
  }
  const isRefusalChain =
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken && /refuse\w+\(/.test(node.getText());
  if (!isRefusalChain) return;
  if (!ts.isBinaryExpression(node.left)) replace(node.left, 'null');
  replace(node.right, 'null');
}

/** A returned comparison that is always true lets everything pass. */
function mutateReturned(expression, replace) {
  const COMPARISONS = new Set([
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.LessThanToken,
    ts.SyntaxKind.LessThanEqualsToken,
    ts.SyntaxKind.GreaterThanToken,
    ts.SyntaxKind.GreaterThanEqualsToken,
  ]);
  if (ts.isBinaryExpression(expression) && COMPARISONS.has(expression.operatorToken.kind))
    replace(expression, 'true');
}
