/**
 * A checkpoint says "at this time the log ended with event `seq`, whose hash was `hash`", signed with a key that is
 * not in the database (ADM-06). Kept outside the database, best on another machine, it proves later that everything
 * up to `seq` is as it was then: against a cut tail, and against somebody who computed the whole chain anew.
 */
import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';

export type Checkpoint = {
  seq: bigint;
  /** Of the event `seq`, in hex. */
  hash: string;
  at: Date;
};

export type CheckpointLine = { ok: true; checkpoint: Checkpoint } | { ok: false };

const StoredCheckpoint = z.strictObject({
  seq: z.string().regex(/^[1-9]\d{0,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime({ precision: 3 }),
  signature: z.base64url(),
});

/** One line of the checkpoint file, without its end: JSON with an Ed25519 signature (RFC 8032). */
export function toCheckpointLine(checkpoint: Checkpoint, privateKey: KeyObject): string {
  const signature = sign(null, signedText(checkpoint), privateKey).toString('base64url');
  const { seq, hash, at } = checkpoint;
  return JSON.stringify({ seq: String(seq), hash, at: at.toISOString(), signature });
}

/** A line that is no checkpoint of ours, in form or by its signature, is not ok. */
export function readCheckpointLine(line: string, publicKey: KeyObject): CheckpointLine {
  const stored = StoredCheckpoint.safeParse(parseJson(line));
  if (!stored.success) return { ok: false };
  const { seq, hash, at, signature } = stored.data;
  const checkpoint = { seq: BigInt(seq), hash, at: new Date(at) };
  const isOurs = verify(null, signedText(checkpoint), publicKey, Buffer.from(signature, 'base64url'));
  return isOurs ? { ok: true, checkpoint } : { ok: false };
}

/** Names its purpose, so that the signature can't be passed off as one over something else. */
function signedText({ seq, hash, at }: Checkpoint): Buffer {
  return Buffer.from(`brelok audit checkpoint\n${seq}\n${hash}\n${at.toISOString()}\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
