import type { RouteConfigEntry } from '@react-router/dev/routes';
import routes from '#portal/routes.ts';

/** One address of the portal: as the table has it, and with every parameter filled in by something that does not exist. */
export type Address = { pattern: string; path: string; file: string };

/** Every address that the framework answers, read from the route table itself, so that none can be forgotten. */
export function allAddresses(): Address[] {
  return collect(routes, '');
}

function collect(entries: readonly RouteConfigEntry[], prefix: string): Address[] {
  return entries.flatMap((entry) => {
    const path = joinPath(prefix, entry.path);
    const isPage = entry.path !== undefined || entry.index === true;
    return [
      ...(isPage
        ? [{ pattern: path === '' ? '/' : path, path: fillParameters(path), file: entry.file }]
        : []),
      ...collect(entry.children ?? [], path),
    ];
  });
}

function joinPath(prefix: string, path: string | undefined): string {
  return path === undefined ? prefix : `${prefix}/${path}`;
}

function fillParameters(path: string): string {
  return path === ''
    ? '/'
    : path.replaceAll(/:\w+\??/g, '00000000-0000-7000-8000-000000000000').replaceAll('*', 'x');
}
