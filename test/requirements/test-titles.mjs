/** Reads test files without running them and tells the full name of every test in them. */
import ts from 'typescript';

const TEST_WORDS = new Set(['test', 'it']);
/** A test that is written down and never runs proves nothing. */
const NEVER_RUN = new Set(['skip', 'todo', 'fixme', 'fails', 'fail']);
/** Calls of the runner that define no test. */
const NO_TEST = new Set([
  'afterAll',
  'afterEach',
  'beforeAll',
  'beforeEach',
  'configure',
  'extend',
  'info',
  'setTimeout',
  'step',
  'use',
]);

/**
 * The tests of one file by name: those of the groups around it and its own, with `…` for whatever is only known when
 * it runs. A name that is filled from a table has the texts of its rows beside it, since they become part of names.
 */
export function testsIn(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const wrappers = wrappersIn(source);
  const words = new Set([...TEST_WORDS, ...wrappers.keys()]);
  const inWrappers = new Set(wrappers.values());
  const tests = [];

  const visit = (node, groups) => {
    const call = ts.isCallExpression(node) && !inWrappers.has(node) ? runnerCall(node, words) : undefined;
    if (call?.isNeverRun) return;
    const named = call ? [...groups, titleOf(node, call.tables, source)] : groups;
    if (call?.kind === 'test') {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const name = named.map(({ title }) => title).join(' > ');
      tests.push({ path, line: line + 1, name, filledIn: named.flatMap(({ filledIn }) => filledIn) });
    }
    ts.forEachChild(node, (child) => visit(child, call && isBodyOf(node, child) ? named : groups));
  };
  visit(source, []);
  return tests;
}

/**
 * What a call asks of the runner: `test('…')`, `test.for(ROWS)('…')`, `describe.each(ROWS)('…')`, `test.describe('…')`.
 * @returns {{ kind: 'test' | 'group', isNeverRun: boolean, tables: ts.Expression[] } | undefined}
 */
function runnerCall(call, testWords) {
  if (ts.isCallExpression(call.parent) && call.parent.expression === call) return undefined;
  const words = [];
  const tables = [];
  let callee = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) words.push(callee.name.text);
    else if (ts.isCallExpression(callee)) tables.push(...callee.arguments);
    else return undefined;
    callee = callee.expression;
  }
  const isGroup = callee.text === 'describe' || words.includes('describe');
  if (!isGroup && !testWords.has(callee.text) && !callee.text.endsWith('Test')) return undefined;
  if (words.some((word) => NO_TEST.has(word)) || !isDefinition(call)) return undefined;
  return { kind: isGroup ? 'group' : 'test', isNeverRun: words.some((word) => NEVER_RUN.has(word)), tables };
}

/**
 * Functions of the file that name a test by what they are given: `const attempt = (name, work) => test(name, …)`.
 * @returns {Map<string, ts.CallExpression>} the function's name and the call inside, which is no test by itself
 */
function wrappersIn(source) {
  const wrappers = new Map();
  const visit = (node, functions) => {
    const inner = namedFunction(node) ? [...functions, namedFunction(node)] : functions;
    const title = ts.isCallExpression(node) && runnerCall(node, TEST_WORDS) ? node.arguments[0] : undefined;
    const owner =
      title && ts.isIdentifier(title) ? inner.find(({ first }) => first === title.text) : undefined;
    if (owner) wrappers.set(owner.name, node);
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, []);
  return wrappers;
}

/** @returns {{ name: string, first: string } | undefined} a function with a name, and its first parameter */
function namedFunction(node) {
  const declared = ts.isVariableDeclaration(node) ? node.initializer : node;
  const isFunction = declared && (ts.isArrowFunction(declared) || ts.isFunctionDeclaration(declared));
  if (!isFunction || !node.name || !declared.parameters[0]) return undefined;
  return { name: node.name.getText(), first: declared.parameters[0].name.getText() };
}

/** A name comes first and something to run after it. */
function isDefinition(call) {
  return call.arguments.length > 0 && !ts.isArrowFunction(call.arguments[0]);
}

function isBodyOf(call, child) {
  return call.arguments.includes(child);
}

function titleOf(call, tables, source) {
  const title = textOf(call.arguments[0], source);
  const isFilled = /%[sdijof]|\$\w/.test(title);
  return { title, filledIn: isFilled ? tables.flatMap((table) => wordsOf(table, source)) : [] };
}

/** The text of a literal, a template, a sum of both, or a constant of the same file. */
function textOf(node, source) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (ts.isBinaryExpression(node)) return textOf(node.left, source) + textOf(node.right, source);
  if (ts.isIdentifier(node)) return wordsOf(node, source).join(' ');
  return '…';
}

/** The texts in a table: written in place, or as a constant of the same file. */
function wordsOf(node, source) {
  const table = ts.isIdentifier(node) ? constantNamed(node.text, source) : node;
  const words = [];
  const visit = (part) => {
    if (ts.isStringLiteralLike(part)) words.push(part.text);
    ts.forEachChild(part, visit);
  };
  if (table) visit(table);
  return words;
}

function constantNamed(name, source) {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations)
      if (declared.getText(source) === name) return initializer;
  }
  return undefined;
}
