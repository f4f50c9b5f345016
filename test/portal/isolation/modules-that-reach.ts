/** Which modules can call one, through whatever they import. Imports of types are none: nothing is left of them when it runs. */
import { posix } from 'node:path';
import { sourceFiles } from '#test/support/source-files.ts';

const IMPORT = /(?:^|\n)(?:import|export)(?! type\b)(?:[^'";]*? from)? '([^']+)'|\bimport\('([^']+)'\)/g;

/** All modules of the running portal from which imports lead to this one, itself among them. */
export function modulesThatReach(target: string): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const { path, text } of sourceFiles()) {
    for (const imported of importsIn(path, text)) {
      importers.set(imported, [...(importers.get(imported) ?? []), path]);
    }
  }
  const reached = new Set([target]);
  for (const path of reached) {
    for (const importer of importers.get(path) ?? []) reached.add(importer);
  }
  return reached;
}

/** @returns paths from the root; packages are left out */
export function importsIn(path: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, named = '', called = '']) => {
    const name = named === '' ? called : named;
    if (name.startsWith('#')) return [name.slice(1)];
    return name.startsWith('.') ? [posix.join(posix.dirname(path), name)] : [];
  });
}
