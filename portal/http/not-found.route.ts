import { notFound } from './refuse.server.ts';

/** Any address that is not ours: the same page as for what is not yours. */
export function loader() {
  throw notFound();
}

export const action = loader;
