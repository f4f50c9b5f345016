/** Finds the rows of the tables in a source file and writes the file anew without one of them, or with one too many. */
import ts from 'typescript';

/**
 * One mutation for every text that stands in a list, without it; for every list among others of one table, each text of
 * the others that it has not; and for every text that a row leads to, without it.
 * @returns {{ path: string, line: number, removed: string, mutated: string }[]}
 */
export function rowMutationsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const mutations = [];

  const replace = (node, replacement, what) => {
    const start = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(start);
    const mutated = text.slice(0, start) + replacement + text.slice(node.getEnd());
    mutations.push({ path, line: line + 1, removed: what, mutated });
  };
  const visit = (node, table) => {
    if (isListOfTexts(node)) mutateList(node, table, replace);
    if (isTextOfRow(node)) replace(node.initializer, "''", `${node.getText(source)} -> ''`);
    const isTable = ts.isObjectLiteralExpression(node) && !isRow(node);
    ts.forEachChild(node, (child) => visit(child, isTable ? node : table));
  };
  visit(source, undefined);
  return mutations;
}

function mutateList(list, table, replace) {
  const texts = list.elements.map((element) => element.text);
  const written = (values) => `[${values.map((value) => `'${value}'`).join(', ')}]`;
  const row = nameOfRow(list);
  for (const text of texts) {
    const rest = texts.filter((other) => other !== text);
    replace(list, written(rest), `${row}'${text}' taken away`);
  }
  for (const text of textsOf(table))
    if (!texts.includes(text)) replace(list, written([...texts, text]), `${row}'${text}' given as well`);
}

/** What any list of the table holds. */
function textsOf(table) {
  const texts = new Set();
  const visit = (node) => {
    if (isListOfTexts(node)) for (const { text } of node.elements) texts.add(text);
    ts.forEachChild(node, visit);
  };
  if (table) visit(table);
  return texts;
}

function isListOfTexts(node) {
  return (
    ts.isArrayLiteralExpression(node) && node.elements.length > 0 && node.elements.every(ts.isStringLiteral)
  );
}

/** `{ from: ['stocked'], to: 'assigned' }`: one row, whose list is compared with those of the rows around it. */
function isRow(node) {
  return ts.isPropertyAssignment(node.parent) && ts.isObjectLiteralExpression(node.parent.parent);
}

function isTextOfRow(node) {
  return ts.isPropertyAssignment(node) && ts.isStringLiteral(node.initializer) && isRow(node.parent);
}

function nameOfRow(list) {
  const names = [];
  for (let node = list.parent; node && names.length < 2; node = node.parent)
    if (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) names.unshift(node.name.getText());
  return names.map((name) => `${name}: `).join('');
}
