import { readFileSync } from 'node:fs';
import { CommerceMlFault } from '#portal/connectors/commerceml/commerceml-fault.ts';
import { READING_LIMITS } from '#portal/connectors/commerceml/reading-limits.ts';
import { readRecords } from '#portal/connectors/commerceml/read-records.ts';
import type { CommerceMlPart } from '#portal/connectors/commerceml/read-records.ts';
import type { ReadingLimits } from '#portal/connectors/commerceml/reading-limits.ts';

export const SAMPLES = ['carono-import-small.xml', 'carono-offers.xml', 'carono-orders.xml'] as const;
export type SampleName = (typeof SAMPLES)[number];

export function sampleBytes(name: SampleName): Buffer {
  return readFileSync(new URL(`../../../fixtures/commerceml/${name}`, import.meta.url));
}

/** The sample as text, in whatever encoding it lies there. */
export function sampleText(name: SampleName): string {
  const encoding = name === 'carono-orders.xml' ? 'windows-1251' : 'utf-8';
  return new TextDecoder(encoding).decode(sampleBytes(name));
}

export function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

const CODE_OF_1251 = new Map(
  Array.from({ length: 256 }, (_, code) => [
    new TextDecoder('windows-1251').decode(Uint8Array.of(code)),
    code,
  ]),
);

/** @throws Error if a character has no place in windows-1251 */
export function windows1251(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (character) => {
      const code = CODE_OF_1251.get(character);
      if (code === undefined) throw new Error(`windows-1251 has no "${character}"`);
      return code;
    }),
  );
}

/** Chunks of the given lengths, the last one repeated to the end. */
export async function* inChunks(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let index = 0; start < bytes.byteLength; index += 1) {
    const length = lengths[Math.min(index, lengths.length - 1)] ?? bytes.byteLength;
    yield bytes.subarray(start, start + length);
    start += length;
  }
}

export async function partsOf(
  bytes: Uint8Array,
  {
    chunks = [bytes.byteLength || 1],
    limits = {},
  }: { chunks?: number[]; limits?: Partial<ReadingLimits> } = {},
): Promise<CommerceMlPart[]> {
  const parts: CommerceMlPart[] = [];
  for await (const part of readRecords(inChunks(bytes, chunks), { ...READING_LIMITS, ...limits }))
    parts.push(part);
  return parts;
}

/** The fault that reading these bytes ends with. */
export async function faultOf(
  bytes: Uint8Array,
  options: { chunks?: number[]; limits?: Partial<ReadingLimits> } = {},
): Promise<CommerceMlFault> {
  try {
    await partsOf(bytes, options);
  } catch (error) {
    if (error instanceof CommerceMlFault) return error;
    throw error;
  }
  throw new Error('the file was read without a fault');
}
