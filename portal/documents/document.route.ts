import { redirect } from 'react-router';
import { requireCustomer } from '../http/guards.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { contentDisposition } from '../lib/content-disposition.ts';
import type { Route } from './+types/document.route';
import { openDocument } from './open-document.server.ts';

/** What the browser's own PDF viewer needs in a tab of its own; the document can load and run nothing. */
const VIEWER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Gives one document to one request: as a file, or with `?view=1` to look at in its own tab. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireCustomer(request, context);
  await requireWithinLimit(context, 'document', actor);
  const outcome = await openDocument(context.services, {
    documentId: params.documentId,
    actor,
    trace: context.trace,
  });
  if (!outcome.ok && outcome.reason === 'not_found') throw notFound();
  if (!outcome.ok) throw redirect('/documents?problem=unavailable');

  const isView = new URL(request.url).searchParams.get('view') === '1';
  if (isView) context.setContentPolicy(VIEWER_POLICY);
  return new Response(new Uint8Array(outcome.bytes), {
    headers: {
      'Content-Type': outcome.mediaType,
      'Content-Disposition': contentDisposition(isView ? 'inline' : 'attachment', outcome.fileName),
    },
  });
}
