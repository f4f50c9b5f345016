import { redirect } from 'react-router';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { requireCustomer } from '../http/guards.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { contentDisposition } from '../lib/content-disposition.ts';
import type { PortalServices } from '../portal-services.server.ts';
import type { Route } from './+types/document.route';
import { askForCopy, findKeptAtSource } from './ask-for-copy.server.ts';
import { waitingPath } from './document-copy.ts';
import { openDocument } from './open-document.server.ts';

/** What the browser's own PDF viewer needs in a tab of its own; the document can load and run nothing. */
const VIEWER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Gives one document to one request: as a file, or with `?view=1` to look at in its own tab. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireCustomer(request, context);
  await requireWithinLimit(context, 'document', actor);
  const isView = new URL(request.url).searchParams.get('view') === '1';
  const outcome = await openDocument(context.services, {
    documentId: params.documentId,
    actor,
    trace: context.trace,
  });
  if (!outcome.ok && outcome.reason === 'not_found') throw notFound();
  if (!outcome.ok && outcome.reason === 'at_source') {
    throw await toWaiting(context.services, { documentId: params.documentId, actor, isView });
  }
  if (!outcome.ok) throw redirect('/documents?problem=unavailable');
  if (isView) context.setContentPolicy(VIEWER_POLICY);
  return new Response(new Uint8Array(outcome.bytes), {
    headers: {
      'Content-Type': outcome.mediaType,
      'Content-Disposition': contentDisposition(isView ? 'inline' : 'attachment', outcome.fileName),
    },
  });
}

/** Notes that it is wanted and leads to a page that says so: no page waits for a source. */
async function toWaiting(
  services: PortalServices,
  { documentId, actor, isView }: { documentId: string; actor: CustomerActor; isView: boolean },
): Promise<Response> {
  const wanted = await findKeptAtSource(services, { documentId, actor });
  if (wanted === null || wanted === 'came_with_file') throw notFound();
  if (await askForCopy(services, wanted)) services.copies.wake();
  return redirect(waitingPath(documentId, isView));
}
