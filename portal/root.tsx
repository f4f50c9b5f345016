import type { ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, useMatches, useRouteLoaderData } from 'react-router';
import type { Route } from './+types/root';
import { fontPreloads } from './ui/fonts.ts';
import { PageProvider } from './ui/page-context.tsx';
import stylesheet from './styles/portal.css?url';

export { ErrorBoundary } from './frame/error-boundary.tsx';

/** What a route may ask of the document: small page scripts by name, and, rarely, the framework's own. */
export type PageHandle = { pageScripts?: readonly string[]; needsFramework?: boolean };

/** What every page knows; read once a request. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { services, nonce, locale, theme, requestId } = context;
  const { pathname, search } = new URL(request.url);
  const company = await services.company.find();
  return {
    settings: {
      locale,
      theme,
      timeZone: company.timeZone,
      now: services.now(),
      path: `${pathname}${search}`,
      nonce,
    },
    company: { name: company.name, logoUrl: company.logoUrl },
    isDemo: services.env.mode === 'demo',
    pageScripts: services.pageScripts,
    requestId,
  };
}

export default function App() {
  return <Outlet />;
}

export function Layout({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<typeof loader>('root');
  const handles = useMatches().map(({ handle }) => toHandle(handle));
  const scripts = handles.flatMap(({ pageScripts }) => pageScripts ?? []);
  const locale = root?.settings.locale ?? 'ru';
  const theme = root?.settings.theme ?? 'system';
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
        <Meta />
        {root &&
          scripts.map((name) => (
            <PageScript key={name} src={root.pageScripts[name]} nonce={root.settings.nonce} />
          ))}
        {handles.some(({ needsFramework }) => needsFramework) && <Links />}
      </head>
      <body>
        {root ? <PageProvider settings={root.settings}>{children}</PageProvider> : children}
        {root && handles.some(({ needsFramework }) => needsFramework) && (
          <Scripts nonce={root.settings.nonce} />
        )}
      </body>
    </html>
  );
}

function PageScript({ src, nonce }: { src: string | undefined; nonce: string }) {
  return src === undefined ? null : <script type="module" src={src} nonce={nonce} />;
}

function toHandle(handle: unknown): PageHandle {
  return typeof handle === 'object' && handle !== null ? handle : {};
}
