import { isRouteErrorResponse, useRouteError, useRouteLoaderData } from 'react-router';
import type { loader as rootLoader } from '../root.tsx';
import { closedClassOf } from '../ui/closed-class.ts';
import { ErrorPage, troubleOfStatus } from '../ui/error-page.tsx';
import { PlainShell } from '../ui/shell.tsx';

/**
 * Says what happened, what was kept and what to do; the fault itself stays in the log. The root has it, and every layout
 * again: what a page's form refuses must be caught below the root, else the framework does not load what the root shows.
 */
export function ErrorBoundary() {
  const error = useRouteError();
  const root = useRouteLoaderData<typeof rootLoader>('root');
  if (!root) return <p>Brelok: something failed on our side. Try again in a minute.</p>;
  return (
    <PlainShell
      company={root.company}
      isDemo={root.isDemo}
      paths={{ home: '/', preferences: '/preferences' }}
    >
      <ErrorPage
        closed={closedClassOf(error)}
        trouble={troubleOfStatus(isRouteErrorResponse(error) ? error.status : 500)}
        retryAfterSeconds={isRouteErrorResponse(error) ? waitOf(error.data) : undefined}
        requestId={root.requestId}
        homeHref="/"
      />
    </PlainShell>
  );
}

function waitOf(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null || !('retryAfterSeconds' in data)) return undefined;
  return typeof data.retryAfterSeconds === 'number' ? data.retryAfterSeconds : undefined;
}
