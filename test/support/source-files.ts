import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['auth', 'portal', 'prisma'];

type SourceFile = { path: string; text: string };

/** The sources of the running portal, without what is generated and without the commands of `portal/bin`. */
export function sourceFiles(): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/^(generated|bin)\//.test(path))
      .map((path) => join(folder, path)),
  )
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Which sources say this. A function's own file, where it is declared, is left out. */
export function filesThatSay(expression: RegExp): string[] {
  return sourceFiles()
    .filter(({ text }) =>
      expression.test(text.replaceAll(/function \w+\(/g, '').replaceAll(/\/\*\*[^]*?\*\//g, '')),
    )
    .map(({ path }) => path);
}
