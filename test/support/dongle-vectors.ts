import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Hex = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'hex')));

const Vectors = z.object({
  hmacSha1: z.array(z.object({ key: Hex, data: Hex, digest: Hex })),
  yubikeySlot2: z.array(
    z.object({
      name: z.string(),
      secret: Hex,
      challenge: Hex,
      padded_challenge: Hex,
      write_reports: z.array(Hex),
      response: Hex,
      response_with_crc: Hex,
      read_reports: z.array(Hex),
    }),
  ),
  descriptors: z.object({ fido: Hex, mouse: Hex }),
});

/** What is published about dongles' bytes: test/vectors/NOTICE.md */
export const DONGLE_VECTORS = Vectors.parse(
  JSON.parse(readFileSync(new URL('../vectors/dongles.json', import.meta.url), 'utf8')),
);
