import type { IncomingMessage } from 'node:http';

/** Far above the longest message in its envelope. */
const BODY_LIMIT_BYTES = 16_384;

/** @returns null for a body that is too long, or that stops in the middle */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request) {
      const bytes = Buffer.from(part);
      length += bytes.byteLength;
      if (length > BODY_LIMIT_BYTES) return null;
      parts.push(bytes);
    }
  } catch (error) {
    if (error instanceof Error) return null; // the other end went away
    throw error;
  }
  return Buffer.concat(parts).toString('utf8');
}
