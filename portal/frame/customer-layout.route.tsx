import { Outlet } from 'react-router';
import { requireCustomer } from '../http/guards.server.ts';
import type { PageHandle } from '../root.tsx';
import type { Route } from './+types/customer-layout.route';
import { frameFactsOf } from './frame-facts.server.ts';
import { SessionFrame } from './session-frame.tsx';

export { ErrorBoundary } from './error-boundary.tsx';

export const handle: PageHandle = { pageScripts: ['session-watch'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  return { frame: frameFactsOf(await requireCustomer(request, context), context) };
}

/** The frame of the customers' pages. Each page guards itself again. */
export default function CustomerLayout({ loaderData }: Route.ComponentProps) {
  return (
    <SessionFrame facts={loaderData.frame}>
      <Outlet />
    </SessionFrame>
  );
}
