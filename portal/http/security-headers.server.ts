import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { HelmetOptions } from 'helmet';
import { randomBytes } from 'node:crypto';

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
