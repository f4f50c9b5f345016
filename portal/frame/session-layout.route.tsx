import { Outlet } from 'react-router';
import { requireSession } from '../http/guards.server.ts';
import type { PageHandle } from '../root.tsx';
import type { Route } from './+types/session-layout.route';
import { frameFactsOf } from './frame-facts.server.ts';
import { noticesOf } from './notices-of.server.ts';
import { SessionFrame } from './session-frame.tsx';
import { StaffNotices } from './staff-notices.tsx';

export { ErrorBoundary } from './error-boundary.tsx';

export const handle: PageHandle = { pageScripts: ['session-watch'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  const session = await requireSession(request, context);
  return {
    frame: frameFactsOf(session, context),
    above: await noticesOf(context.services, session.actor),
  };
}

/** The frame of the pages that customers and staff share. Each page guards itself again. */
export default function SessionLayout({ loaderData }: Route.ComponentProps) {
  return (
    <SessionFrame facts={loaderData.frame}>
      <StaffNotices {...loaderData.above} />
      <Outlet />
    </SessionFrame>
  );
}
