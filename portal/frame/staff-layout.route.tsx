import { Outlet } from 'react-router';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { requireStaff } from '../http/guards.server.ts';
import type { PageHandle } from '../root.tsx';
import type { Route } from './+types/staff-layout.route';
import { frameFactsOf } from './frame-facts.server.ts';
import { SessionFrame } from './session-frame.tsx';

export { ErrorBoundary } from './error-boundary.tsx';

export const handle: PageHandle = { pageScripts: ['session-watch', 'step-up'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  return { frame: frameFactsOf(await requireStaff(request, context, STAFF_ROLES), context.services.now()) };
}

/** The frame of the staff's pages. Each page guards itself again. */
export default function StaffLayout({ loaderData }: Route.ComponentProps) {
  return (
    <SessionFrame facts={loaderData.frame}>
      <Outlet />
    </SessionFrame>
  );
}
