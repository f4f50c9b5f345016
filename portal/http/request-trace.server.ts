import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { RequestTrace } from '#auth/auth-services.ts';

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/YaBrowser\//, 'Yandex Browser'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** Where a request came from. Express has taken the address from the configured number of proxies only. */
export function traceOf(request: Request): RequestTrace {
  const userAgent = request.headers['user-agent'] ?? '';
  return {
    ip: request.ip ?? '',
    userAgentHash: createHash('sha256').update(userAgent).digest('hex'),
    browser: [firstMatch(BROWSERS, userAgent), firstMatch(SYSTEMS, userAgent)].filter(Boolean).join(', '),
  };
}

function firstMatch(table: readonly (readonly [RegExp, string])[], text: string): string {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? '';
}
