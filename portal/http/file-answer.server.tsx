/**
 * Routes that answer with a file render no page of their own, so the framework would answer what they refuse with JSON.
 * Here a refusal becomes the page that every other route shows.
 */
import { renderToStaticMarkup } from 'react-dom/server';
import stylesheet from '../styles/portal.css?url';
import { ErrorPage, troubleOfStatus } from '../ui/error-page.tsx';
import type { Trouble } from '../ui/error-page.tsx';
import { fontPreloads } from '../ui/fonts.ts';
import { PageProvider } from '../ui/page-context.tsx';
import type { PageSettings } from '../ui/page-context.tsx';
import { PlainShell } from '../ui/shell.tsx';
import { uiWords } from '../ui/words.ts';
import type { PortalContext } from './portal-context.server.ts';
import { refusedStatus } from './refuse.server.ts';

/** What `load` answers, or the page that says why not. Redirects and bugs pass through. */
export async function answerWithFile(
  request: Request,
  context: PortalContext,
  load: () => Promise<Response>,
): Promise<Response> {
  try {
    return await load();
  } catch (error) {
    const status = refusedStatus(error);
    if (status === null) throw error;
    return refusalPage(request, context, status);
  }
}

async function refusalPage(request: Request, context: PortalContext, status: number): Promise<Response> {
  const { services, locale, theme, requestId } = context;
  const { name, logoUrl, timeZone } = await services.company.find();
  const { pathname, search } = new URL(request.url);
  const settings = { locale, theme, timeZone, now: services.now(), path: `${pathname}${search}` };
  const html = renderToStaticMarkup(
    <RefusalDocument
      settings={settings}
      trouble={troubleOfStatus(status)}
      company={{ name, logoUrl }}
      isDemo={services.env.mode === 'demo'}
      requestId={requestId}
    />,
  );
  return new Response(`<!DOCTYPE html>${html}`, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
}

type DocumentProps = {
  settings: PageSettings;
  trouble: Trouble;
  company: { name: string; logoUrl: string | null };
  isDemo: boolean;
  requestId: string;
};

function RefusalDocument({ settings, trouble, company, isDemo, requestId }: DocumentProps) {
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
        <title>{uiWords[locale].trouble[trouble].title}</title>
      </head>
      <body>
        <PageProvider settings={settings}>
          <PlainShell company={company} isDemo={isDemo} paths={{ home: '/', preferences: '/preferences' }}>
            <ErrorPage trouble={trouble} requestId={requestId} homeHref="/" />
          </PlainShell>
        </PageProvider>
      </body>
    </html>
  );
}
