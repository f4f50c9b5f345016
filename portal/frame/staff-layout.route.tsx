import { Outlet } from 'react-router';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { requireStaff } from '../http/guards.server.ts';
import type { PageHandle } from '../root.tsx';
import type { Route } from './+types/staff-layout.route';
import { frameFactsOf } from './frame-facts.server.ts';
import { noticesOf } from './notices-of.server.ts';
import { SessionFrame } from './session-frame.tsx';
import { StaffNotices } from './staff-notices.tsx';

export { ErrorBoundary } from './error-boundary.tsx';

export const handle: PageHandle = { pageScripts: ['session-watch', 'step-up'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  const session = await requireStaff(request, context, STAFF_ROLES);
  return {
    frame: frameFactsOf(session, context),
    above: await noticesOf(context.services, session.actor),
  };
}

/** The frame of the staff's pages. Each page guards itself again. */
export default function StaffLayout({ loaderData }: Route.ComponentProps) {
  return (
    <SessionFrame facts={loaderData.frame}>
      <StaffNotices {...loaderData.above} />
      <Outlet />
    </SessionFrame>
  );
}
