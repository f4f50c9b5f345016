import { digestKeySet } from '#auth/wire/comparison-code.ts';
import { thumbprintOf } from '#auth/wire/jwk.ts';
import type { PortalKeySet } from '#auth/wire/messages.ts';

/**
 * `rotate`: the offered set takes the place of the pinned one. `refuse`: somebody offers other keys under a version that is
 * known, or new keys without the one that signs now.
 */
export type KeysDecision = 'keep' | 'rotate' | 'refuse';

/**
 * What becomes of the keys that came with a request, which one of the pinned keys has signed. A portal changes its keys in
 * two steps: first a set with the old and the new key, signed with the old one; later a set without the old one, signed with
 * the new one. An agent that was away for one of the steps still meets a key that it knows as long as both overlap.
 */
export async function decideKeys(
  pinned: PortalKeySet,
  { offered, signedBy }: { offered: PortalKeySet; signedBy: string },
): Promise<KeysDecision> {
  if (offered.version < pinned.version) return 'keep'; // a request that was written before the last change
  if (offered.version === pinned.version)
    return digestKeySet(offered) === digestKeySet(pinned) ? 'keep' : 'refuse';
  const kids = await Promise.all(offered.signing.map(thumbprintOf));
  return kids.includes(signedBy) ? 'rotate' : 'refuse';
}
