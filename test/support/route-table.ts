import type { RouteConfigEntry } from '@react-router/dev/routes';
import routes from '#portal/routes.ts';

export type Address = {
  /** As the route table writes it: `/orders/:orderId`. */
  pattern: string;
  /** With every parameter filled in by something that does not exist. */
  path: string;
  file: string;
};

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

/** The pattern that an address of the portal belongs to: the one with the fewest parameters that fits. */
export function patternOf(pathname: string): string {
  const fitting = allAddresses()
    .map(({ pattern }) => pattern)
    .filter((pattern) => toExpression(pattern).test(pathname))
    .sort((left, right) => parameterCount(left) - parameterCount(right));
  return fitting[0] ?? '/*';
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}

function parameterCount(pattern: string): number {
  return pattern.includes('*') ? Number.POSITIVE_INFINITY : pattern.split(':').length;
}
