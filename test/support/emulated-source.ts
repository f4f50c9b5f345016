/** What every emulated source has, whatever it speaks. */
import type { IncomingMessage } from 'node:http';

export type EmulatedSource = {
  /** As an administrator would type it. */
  address: string;
  password: string;
  /** Called when the credentials are not those of the source. */
  onRefused: (() => void) | null;
  close: () => Promise<void>;
};

/** A value of a row in memory, to be compared or told. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
