import { Outlet, useRouteLoaderData } from 'react-router';
import type { loader as rootLoader } from '../root.tsx';
import { PlainShell } from '../ui/shell.tsx';

export { ErrorBoundary } from '../frame/error-boundary.tsx';

/** The frame of the pages before a session. */
export default function PlainLayout() {
  const root = useRouteLoaderData<typeof rootLoader>('root');
  if (!root) return <Outlet />;
  return (
    <PlainShell
      company={root.company}
      isDemo={root.isDemo}
      paths={{ home: '/', preferences: '/preferences' }}
    >
      <Outlet />
    </PlainShell>
  );
}
