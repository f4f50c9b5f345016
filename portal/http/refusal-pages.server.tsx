/**
 * Routes that answer with a file, or only take a form, render no page; what such a route refuses, the framework would
 * answer with JSON. Goal: whoever follows an old link reads the page that every other route shows, in their language and
 * theme. Laid around all such routes of the build at once, so that none can forget it.
 */
import { renderToStaticMarkup } from 'react-dom/server';
import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from 'react-router';
import stylesheet from '../styles/portal.css?url';
import { ErrorPage, troubleOfStatus } from '../ui/error-page.tsx';
import type { Trouble } from '../ui/error-page.tsx';
import { fontPreloads } from '../ui/fonts.ts';
import { PageProvider } from '../ui/page-context.tsx';
import type { PageSettings } from '../ui/page-context.tsx';
import { PlainShell } from '../ui/shell.tsx';
import type { ClosedClass } from '../ui/closed-class.ts';
import type { PortalContext } from './portal-context.server.ts';
import { refusedWith } from './refuse.server.ts';

type Route = NonNullable<ServerBuild['routes'][string]>;
type Args = LoaderFunctionArgs | ActionFunctionArgs;

/** The same build, in which the routes without a page show refusals and faults as pages. */
export function withRefusalPages(build: ServerBuild): ServerBuild {
  const routes: ServerBuild['routes'] = {};
  for (const [id, route] of Object.entries(build.routes)) {
    routes[id] =
      route && isWithoutPage(route) ? { ...route, module: withRefusalPage(build, route.module) } : route;
  }
  return { ...build, routes };
}

/** By the framework's own rule. */
function isWithoutPage({ module }: Route): boolean {
  return module.default === undefined && module.ErrorBoundary === undefined;
}

function withRefusalPage(build: ServerBuild, module: Route['module']): Route['module'] {
  const { loader = refuseMethod, action = refuseMethod } = module;
  return { ...module, loader: orRefusalPage(build, loader), action: orRefusalPage(build, action) };
}

/** A form sent to what only reads, or the other way round. */
function refuseMethod(args: Args): Promise<Response> {
  return refusalPage(args, { status: 405 });
}

/** Redirects pass through. A bug or an outage goes to the log the way that the framework's own do. */
function orRefusalPage(build: ServerBuild, answer: (args: Args) => unknown) {
  return async (args: Args): Promise<unknown> => {
    try {
      return await answer(args);
    } catch (error) {
      if (error instanceof Response) throw error;
      const refused = refusedWith(error);
      if (refused === null) build.entry.module.handleError?.(error, args);
      return refusalPage(args, refused ?? { status: 500 });
    }
  };
}

type Refused = { status: number; retryAfterSeconds?: number | undefined; closed?: ClosedClass | null };

async function refusalPage({ request, context }: Args, refused: Refused): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  return new Response(await renderRefusalPage(context, { ...refused, path: `${pathname}${search}` }), {
    status: refused.status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
}

/** The page that says why something was refused, as HTML: for whoever answers before or beside the framework. */
export async function renderRefusalPage(
  { services, locale, theme, requestId }: PortalContext,
  { status, retryAfterSeconds, closed = null, path }: Refused & { path: string },
): Promise<string> {
  const { name, logoUrl, timeZone } = await services.company.find();
  const settings = { locale, theme, timeZone, now: services.now(), path };
  const html = renderToStaticMarkup(
    <RefusalDocument
      settings={settings}
      trouble={troubleOfStatus(status)}
      closed={closed}
      company={{ name, logoUrl }}
      isDemo={services.env.mode === 'demo'}
      retryAfterSeconds={retryAfterSeconds}
      requestId={requestId}
    />,
  );
  return `<!DOCTYPE html>${html}`;
}

type DocumentProps = {
  settings: PageSettings;
  trouble: Trouble;
  closed: ClosedClass | null;
  company: { name: string; logoUrl: string | null };
  isDemo: boolean;
  retryAfterSeconds: number | undefined;
  requestId: string;
};

function RefusalDocument(props: DocumentProps) {
  const { settings, trouble, closed, company, isDemo, retryAfterSeconds, requestId } = props;
  const { locale, theme } = settings;
  return (
    <html lang={locale} {...(theme === 'system' ? {} : { 'data-theme': theme })}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {fontPreloads(locale).map((link) => (
          <link key={link.href} {...link} />
        ))}
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>
        <PageProvider settings={settings}>
          <PlainShell company={company} isDemo={isDemo} paths={{ home: '/', preferences: '/preferences' }}>
            <ErrorPage
              trouble={trouble}
              closed={closed}
              retryAfterSeconds={retryAfterSeconds}
              requestId={requestId}
              homeHref="/"
            />
          </PlainShell>
        </PageProvider>
      </body>
    </html>
  );
}
