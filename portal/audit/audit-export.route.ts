import { can } from '#auth/permissions/can.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { requirePermission } from '../http/guards.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import type { Route } from './+types/audit-export.route';
import { parseEventFilter } from './event-filter.ts';
import { exportEvents } from './export-events.server.ts';
import { recordExport } from './record-export.server.ts';

/** An export asks again so often whether its session may still read (SES-05). */
const CHECK_EVERY_MS = 1_000;

/** The filtered log as a CSV file, streamed. The export itself is an event. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'audit:read');
  await requireWithinLimit(context, 'export', actor);
  const filter = parseEventFilter(new URL(request.url).searchParams);
  await recordExport(context.auth, { filter, actor, trace: context.trace });
  const { timeZone } = await context.services.company.find();
  const lines = exportEvents(context.services.db, {
    filter,
    timeZone,
    locale: context.locale,
    mayGoOn: stillMayRead(context),
  });
  return new Response(toStream(lines), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="audit.csv"',
    },
  });
}

/** Judges the session anew, not by what the request found at its beginning. */
function stillMayRead({ auth, sessionToken }: PortalContext): () => Promise<boolean> {
  let checkedAt = performance.now();
  return async () => {
    if (performance.now() - checkedAt < CHECK_EVERY_MS) return true;
    checkedAt = performance.now();
    if (sessionToken === null) return false;
    const policy = await auth.policy();
    const outcome = await findSession(auth.db, { token: sessionToken, policy, now: auth.now() });
    return outcome.ok && can(outcome.session.actor, 'audit:read', { kind: 'installation' });
  };
}

function toStream(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
