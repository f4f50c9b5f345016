import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { HelmetOptions } from 'helmet';
import { randomBytes } from 'node:crypto';
import { AGENT_PORTS } from '#auth/wire/protocol.ts';

const YEAR_SECONDS = 31_536_000;
const NONCE_BYTES = 16;

/** Everything the portal does not use is switched off; keys only for its own pages (WEB-05). */
const PERMISSIONS_POLICY = [
  'publickey-credentials-get=(self)',
  'publickey-credentials-create=(self)',
  ...[
    'accelerometer',
    'autoplay',
    'browsing-topics',
    'camera',
    'display-capture',
    'encrypted-media',
    'fullscreen',
    'geolocation',
    'gyroscope',
    'hid',
    'identity-credentials-get',
    'idle-detection',
    'local-fonts',
    'local-network',
    'local-network-access',
    'loopback-network',
    'magnetometer',
    'microphone',
    'midi',
    'otp-credentials',
    'payment',
    'picture-in-picture',
    'screen-wake-lock',
    'serial',
    'storage-access',
    'usb',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ');

/**
 * Headers of every answer (WEB-01 to WEB-06). A fresh nonce a request lets only the page's own scripts run.
 * Referrer-Policy is same-origin: under no-referrer Chromium sends `Origin: null` with a plain form.
 */
export function securityHeaders({ isHttps }: { isHttps: boolean }): RequestHandler {
  const protect = helmet(helmetOptions(isHttps));
  return (request, response, next) => {
    response.locals['nonce'] = randomBytes(NONCE_BYTES).toString('base64');
    response.setHeader('Permissions-Policy', PERMISSIONS_POLICY);
    protect(request, response, next);
  };
}

/**
 * Lets one page speak to the key-agent of its own computer, and to nothing else there: exactly the agent's addresses in
 * connect-src, and the browser's permission for loopback. `upgrade-insecure-requests` goes from this page: the agent has no
 * certificate, on purpose, and nothing else here is loaded by http.
 */
export function allowAgent(response: Response): void {
  const addresses = AGENT_PORTS.map((port) => `http://127.0.0.1:${port}`).join(' ');
  replaceIn(response, 'Content-Security-Policy', [
    ["connect-src 'self'", `connect-src 'self' ${addresses}`],
    [';upgrade-insecure-requests', ''],
  ]);
  replaceIn(response, 'Permissions-Policy', [
    ['loopback-network=()', 'loopback-network=(self)'],
    ['local-network-access=()', 'local-network-access=(self)'], // the name before Chromium 145
  ]);
}

function replaceIn(response: Response, name: string, changes: readonly (readonly [string, string])[]): void {
  const value = String(response.getHeader(name));
  response.setHeader(
    name,
    changes.reduce((text, [before, after]) => text.replace(before, after), value),
  );
}

/** Pages and data must not outlive the session in any cache (SES-08). Static files set their own. */
export const neverStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

function helmetOptions(isHttps: boolean): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [(_request, response) => `'nonce-${nonceOf(response)}'`, "'strict-dynamic'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: true,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: YEAR_SECONDS * 2, includeSubDomains: true } : false,
    xDnsPrefetchControl: { allow: false },
    xFrameOptions: { action: 'deny' },
    xPermittedCrossDomainPolicies: { permittedPolicies: 'none' },
    xPoweredBy: true,
  };
}

function nonceOf(response: object): string {
  const locals: unknown = 'locals' in response ? response.locals : undefined;
  const nonce: unknown =
    typeof locals === 'object' && locals !== null && 'nonce' in locals ? locals.nonce : undefined;
  if (typeof nonce !== 'string') throw new Error('the nonce is made before the headers');
  return nonce;
}
