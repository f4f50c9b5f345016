import { notFound } from './refuse.server.ts';

/** Any address that is not ours: the same page as for what is not yours. */
export function loader(): never {
  throw notFound();
}

/** A form sent to no address at all. */
export function action(): never {
  return loader();
}
