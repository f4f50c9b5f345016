import type { AuthServices } from '#auth/auth-services.ts';
import type { Db } from '#prisma/client.ts';
import { findOwnComputers } from '#auth/dongles/find-own-computers.ts';
import type { OwnComputer } from '#auth/dongles/find-own-computers.ts';
import { findOwnDongle } from '#auth/dongles/find-own-dongle.ts';
import type { OwnDongle } from '#auth/dongles/find-own-dongle.ts';
import { findExtendableKeys } from '#auth/dongles/invite-computer.ts';
import { isWatchable } from '#auth/dongles/watch-key.ts';
import { findAcceptedCredentials, findOwnKeys } from '#auth/keys/find-own-keys.ts';
import type { AcceptedCredentials, OwnKey } from '#auth/keys/find-own-keys.ts';
import { findOwnPin } from '#auth/pins/set-pin.ts';
import type { Actor } from '#auth/permissions/actor.ts';
import { findOpenSessions } from '#auth/sessions/find-open-sessions.ts';
import type { OpenSession } from '#auth/sessions/find-open-sessions.ts';
import { findSigningStart } from '#auth/step-up/signs-later.ts';
import { openedClasses } from '../keys/opened-classes.ts';
import type { OpenedClasses } from '../keys/opened-classes.ts';

/** The page "my key and sessions". */
export type MyKey = {
  /** The one that is signed in. */
  thisKey: OwnKey;
  /** Null for staff, whose key opens the other side. */
  opened: OpenedClasses | null;
  otherKeys: readonly OwnKey[];
  hasSpare: boolean;
  /** The portal checks the PIN of this key. */
  hasServerPin: boolean;
  /** Null for a key that needs no agent. */
  dongle: (OwnDongle & { managerName: string | null }) | null;
  /** At which old keys of theirs answer; empty for whoever has none, and for staff. */
  computers: readonly OwnComputer[];
  /** Whether there is an old key to which the one of the session may add a computer. */
  canAddComputer: boolean;
  /** Of a key that needs no agent: whether one watches it, or one of its holder could. */
  watch: 'watched' | 'could-be' | 'no-agent';
  /** From when this key confirms anything; null: it does. */
  signsFrom: Date | null;
  sessions: readonly (OpenSession & { isCurrent: boolean })[];
  accepted: AcceptedCredentials & { rpId: string };
};

/** Everything about the keys and sessions of one person, and nothing of anybody else. */
export async function findMyKey(
  auth: AuthServices,
  { actor, isWatched, token }: { actor: Actor; isWatched: boolean; token: string },
): Promise<MyKey> {
  const { db, relyingParty } = auth;
  const { holderId } = actor;
  const policy = await auth.policy();
  const keys = await findOwnKeys(db, { holderId });
  const thisKey = keys.find(({ keyId }) => keyId === actor.keyId);
  if (thisKey === undefined) throw new Error('the key of a live session is one of its holder’s');
  const otherKeys = keys.filter((key) => key !== thisKey);
  const sessions = await findOpenSessions(db, { of: { holderId }, policy, now: auth.now() });
  return {
    thisKey,
    opened: actor.kind === 'customer' ? openedClasses(actor.role, actor.tier, policy.classesOfTier) : null,
    otherKeys,
    hasServerPin: (await findOwnPin(db, { keyId: actor.keyId })) !== null,
    dongle: await findDongle(db, actor),
    computers: actor.kind === 'customer' ? await findOwnComputers(db, actor) : [],
    canAddComputer: actor.kind === 'customer' && (await findExtendableKeys(auth, actor)).length > 0,
    watch: isWatched ? 'watched' : (await isWatchable(auth, token)) ? 'could-be' : 'no-agent',
    signsFrom: await findSigningStart(db, { keyId: actor.keyId, now: auth.now() }),
    hasSpare: otherKeys.some(({ status }) => status === 'active'),
    sessions: sessions.map((session) => ({
      ...session,
      isCurrent: session.sessionId === actor.sessionId,
    })),
    accepted: {
      ...(await findAcceptedCredentials(db, { holderId })),
      rpId: relyingParty.rpId,
    },
  };
}

/** With whom it can be exchanged. */
async function findDongle(db: Db, actor: Actor): Promise<MyKey['dongle']> {
  const dongle = await findOwnDongle(db, { keyId: actor.keyId });
  if (dongle === null || actor.kind !== 'customer') return null;
  const { accountManager } = await db.customerAccount.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: { accountManager: { select: { name: true } } },
  });
  return { ...dongle, managerName: accountManager?.name ?? null };
}
