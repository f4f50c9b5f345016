import { Readable } from 'node:stream';
import { requireWithinLimit } from '../http/limit.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { contentDisposition } from '../lib/content-disposition.ts';
import type { PortalServices } from '../portal-services.server.ts';
import type { Route } from './+types/download.route';
import { CHECKSUMS_NAME, PUBLIC_KEY_NAME, SIGNATURE_NAME } from './agent-package.ts';
import { publicKeyOf, signPackages } from './sign-packages.server.ts';

const MEDIA_TYPES: readonly [ending: string, type: string][] = [
  ['.deb', 'application/vnd.debian.binary-package'],
  ['.zip', 'application/zip'],
  ['.tgz', 'application/gzip'],
];
const PLAIN_TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';

/** Gives a package of the key-agent, or what one needs to check it, to anybody. */
export async function loader({ params, context }: Route.LoaderArgs) {
  const { name } = params;
  await requireWithinLimit(context, 'download', null);
  const made = await madeByPortal(name, context.services);
  if (made !== null) return asFile(made.body, { name, type: made.type, bytes: made.body.byteLength });
  const found = await context.services.agentPackages.open(name);
  if (found === null) throw notFound();
  const type = MEDIA_TYPES.find(([ending]) => name.endsWith(ending))?.[1] ?? BYTES;
  // The stream closes the file however it ends, also when the browser hangs up.
  const stream = Readable.toWeb(found.handle.createReadStream());
  return asFile(stream as ReadableStream<Uint8Array>, { name, type, bytes: found.bytes }); // Node's and the web's type of one thing
}

type Made = { body: Uint8Array<ArrayBuffer>; type: string };

async function madeByPortal(name: string, { agentPackages, secrets }: PortalServices): Promise<Made | null> {
  const signed = async () => signPackages(await agentPackages.list(), secrets.agentSigningKey);
  switch (name) {
    case CHECKSUMS_NAME:
      return { body: new TextEncoder().encode((await signed()).checksums), type: PLAIN_TEXT };
    case SIGNATURE_NAME:
      return { body: (await signed()).signature, type: BYTES };
    case PUBLIC_KEY_NAME:
      return { body: new TextEncoder().encode(publicKeyOf(secrets.agentSigningKey).pem), type: PLAIN_TEXT };
    default:
      return null;
  }
}

function asFile(
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>,
  { name, type, bytes }: { name: string; type: string; bytes: number },
): Response {
  return new Response(body, {
    headers: {
      'Content-Type': type,
      'Content-Length': String(bytes),
      'Content-Disposition': contentDisposition('attachment', name),
    },
  });
}
