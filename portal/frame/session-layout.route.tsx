import { Outlet } from 'react-router';
import { requireSession } from '../http/guards.server.ts';
import type { PageHandle } from '../root.tsx';
import type { Route } from './+types/session-layout.route';
import { frameFactsOf } from './frame-facts.server.ts';
import { SessionFrame } from './session-frame.tsx';

export { ErrorBoundary } from './error-boundary.tsx';

export const handle: PageHandle = { pageScripts: ['session-watch'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  return { frame: frameFactsOf(await requireSession(request, context), context.services.now()) };
}

/** The frame of the pages that customers and staff share. Each page guards itself again. */
export default function SessionLayout({ loaderData }: Route.ComponentProps) {
  return (
    <SessionFrame facts={loaderData.frame}>
      <Outlet />
    </SessionFrame>
  );
}
