import { createRequestHandler } from '@react-router/express';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ServerBuild } from 'react-router';
import { dongleEndpoints } from '../dongles/dongle-endpoints.server.ts';
import { heartbeatEndpoint } from '../dongles/heartbeat-endpoint.server.ts';
import { keyWatchEndpoints } from '../dongles/key-watch-endpoints.server.ts';
import { exchangeEndpoint } from '../exchange/exchange-endpoint.server.ts';
import { ceremonyEndpoints } from '../login/ceremony-endpoints.server.ts';
import { STAY_PATH, stayEndpoint } from '../live/stay-endpoint.server.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { trackingEndpoints } from '../tracking/tracking-endpoints.server.ts';
import { healthRoutes } from './health.server.ts';
import { limitRequests } from './limit.server.ts';
import { createPortalContext } from './portal-context.server.ts';
import { withRefusalPages } from './refusal-pages.server.tsx';
import { requestLog } from './request-log.server.ts';
import { onlyOwnName, onlyOwnPages } from './same-origin.server.ts';
import { neverStore, securityHeaders } from './security-headers.server.ts';
import { strictCookieHop } from './strict-cookie-hop.server.ts';

export type AppParts = {
  services: PortalServices;
  build: ServerBuild;
  /** The folder with what browsers may load: `.build/client`. */
  clientFolder: string;
  isReady: () => Promise<boolean>;
};

const YEAR_MS = 31_536_000_000;

/** The whole chain of a request, in the order in which it runs. */
export function createExpressApp({ services, build, clientFolder, isReady }: AppParts): Express {
  const { env, auth, live, log } = services;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', env.trustedProxies);
  app.set('query parser', 'simple');

  app.use(healthRoutes({ isReady }));
  app.use(nameRequest);
  app.use(requestLog(log));
  app.use(securityHeaders({ isHttps: env.origin.startsWith('https://') }));
  app.use(onlyOwnName(env.origin));
  app.use(exchangeEndpoint(services)); // before the rule about pages: its client is no browser, and it lets none in
  app.use(heartbeatEndpoint(auth, limitRequests(services, 'heartbeat'))); // nor is the client of this one
  app.use(trackingEndpoints(services)); // nor are those of these
  app.use(onlyOwnPages(env.origin));
  app.use('/assets', staticAssets(join(clientFolder, 'assets')));
  app.get(['/favicon.ico', '/robots.txt'], (_request, response) => void response.status(204).end());
  app.use(neverStore);
  app.use(strictCookieHop);
  app.get('/live', limitRequests(services, 'stream'), live.handler);
  app.post(STAY_PATH, limitRequests(services, 'form'), stayEndpoint(auth));
  app.use(ceremonyEndpoints(auth, (kind) => limitRequests(services, kind)));
  app.use(dongleEndpoints(services, (kind) => limitRequests(services, kind)));
  app.use(keyWatchEndpoints(auth, limitRequests(services, 'form')));
  app.use(onlyPosts(limitRequests(services, 'form')));
  app.use(
    createRequestHandler({
      build: withRefusalPages(build),
      mode: 'production',
      getLoadContext: (request, response) => createPortalContext(services, request, response),
    }),
  );
  app.use(answerFaults(services));
  return app;
}

function onlyPosts(handler: RequestHandler): RequestHandler {
  return (request, response, next) => (request.method === 'POST' ? handler(request, response, next) : next());
}

const nameRequest: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID();
  response.setHeader('X-Request-Id', String(response.locals['requestId']));
  next();
};

/** Names carry a content hash, so a browser may keep them for ever. An unknown name is a plain 404. */
function staticAssets(folder: string): RequestHandler[] {
  return [
    express.static(folder, {
      index: false,
      redirect: false,
      immutable: true,
      maxAge: YEAR_MS,
      dotfiles: 'ignore',
    }),
    (_request, response) => void response.status(404).type('text/plain').send('not found\n'),
  ];
}

/** A bug or an outage before the framework: details to the log, a plain sentence and the request's id to the browser. */
function answerFaults({ log }: PortalServices): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    log.error({ error, requestId: String(response.locals['requestId']) }, 'request failed');
    response
      .status(500)
      .type('text/plain')
      .send(`Something failed on our side. Request ${String(response.locals['requestId'])}\n`);
  };
}
