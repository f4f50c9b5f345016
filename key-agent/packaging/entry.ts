/** What lies in a package: a path from its root, and bytes, or where a link leads. */
export type Entry = { path: string; isProgram?: boolean } & ({ bytes: Uint8Array } | { linkTo: string });

/** A finished package, ready to be written under its name. */
export type Package = { name: string; bytes: Uint8Array };

/**
 * Every file of every package bears this time, so that the same sources give the same bytes; a zip knows nothing before
 * 1980.
 */
export const BUILT_AT = new Date('2026-01-01T00:00:00Z');

/** A text file of a package. Windows reads its scripts by lines that end in CR LF. */
export function textEntry(path: string, text: string, isProgram = false): Entry {
  return { path, bytes: new TextEncoder().encode(text), isProgram };
}

/** The same entries below a folder. */
export function below(folder: string, entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }));
}
