import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const dictionaries = readdirSync('portal', { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|\/)words\.(en|ru)\.ts$/.test(path))
  .map((path) => `portal/${path}`);

/** Administrators, auditors and whoever receives keys from their makers work with the standards by their names. */
const FOR_SPECIALISTS = /^portal\/(admin|audit|stock)\//;

test('there are dictionaries to look at, each in both languages', () => {
  const english = dictionaries.filter((path) => path.endsWith('.en.ts'));
  expect(english.length).toBeGreaterThan(0);
  expect(dictionaries.length).toBe(2 * english.length);
  for (const path of english) expect(dictionaries).toContain(path.replace('.en.ts', '.ru.ts'));
});

describe.each(dictionaries)('the words of %s', (path) => {
  const texts = textsIn(path);

  test('are all written', () => {
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts.filter(({ isWhole }) => isWhole)) expect(text.value.trim()).not.toBe('');
  });

  test('neither shout nor beg', () => {
    for (const { value } of texts) expect(value).not.toMatch(/!|\bplease\b|пожалуйста/i);
  });

  if (!FOR_SPECIALISTS.test(path)) {
    test('name no machinery that a customer has never heard of', () => {
      for (const { value } of texts)
        expect(value).not.toMatch(/webauthn|fido|\btoken|\btier\b|токен|синхрониз/i);
    });
  }

  if (path.endsWith('.ru.ts')) {
    test('decline «брелок» as the dictionary does: брелока, брелоком', () => {
      for (const { value } of texts) expect(value).not.toMatch(/брелк/i);
    });
  }

  test('are in their own language', () => {
    const foreign = path.endsWith('.en.ts') ? /[а-яё]{3}/ : /^[a-z][a-z ,.]{12,}$/i;
    for (const { value } of texts) expect(value).not.toMatch(foreign);
  });
});

/** Every text that a dictionary can show, the fixed parts of filled-in sentences included. */
function textsIn(path: string): { value: string; isWhole: boolean }[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: { value: string; isWhole: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isPropertyAssignment(node)) return visit(node.initializer);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      texts.push({ value: node.text, isWhole: true });
    }
    if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push({ value: node.text, isWhole: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}
