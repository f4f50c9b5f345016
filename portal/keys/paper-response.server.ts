import type { PortalContext } from '../http/portal-context.server.ts';
import { contentDisposition } from '../lib/content-disposition.ts';
import type { PaperHouse } from './hand-over-paper.server.ts';

/** What the browser's own PDF viewer needs in a tab of its own; the paper can load and run nothing. */
const VIEWER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What every paper says of the house that prints it. */
export async function paperHouse({ services }: PortalContext): Promise<PaperHouse> {
  const { company, env, now } = services;
  const { name, timeZone } = await company.find();
  const { origin, mode } = env;
  return { company: name, origin, timeZone, isDemo: mode === 'demo', printedAt: now() };
}

/** A paper to look at and print from the browser; it is made for this answer and kept nowhere. */
export function paperResponse(context: PortalContext, bytes: Uint8Array, fileName: string): Response {
  context.setContentPolicy(VIEWER_POLICY);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': contentDisposition('inline', fileName),
    },
  });
}
