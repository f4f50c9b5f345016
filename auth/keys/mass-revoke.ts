/**
 * Many keys at once, after a model or a batch was compromised (ADM-02): one administrator asks with the whole list, another
 * signs the hash of that very list, and then it is done a hundred at a time.
 */
import { createHash } from 'node:crypto';
import type { Db, Prisma, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { proposeToStaff } from '../proposals/propose-to-staff.ts';
import type { ProposeToStaffOutcome } from '../proposals/propose-to-staff.ts';
import type { MassRevoke } from '../proposals/staff-proposal.ts';
import { isKeyStatus, transitionOf } from './key.ts';
import type { KeyStatus } from './key.ts';
import { revokeKeys } from './revoke-keys.ts';

/** More than one list; whoever has more asks twice. */
export const MASS_KEYS_MAX = 5_000;
/** Keys a transaction: so many are revoked with the confirmation itself, the rest right after it. */
export const MASS_KEYS_STEP = 100;

/** Which keys: of a batch, of a model, or by their serials. */
export type ManyKeys =
  | { by: 'batch'; value: string }
  | { by: 'model'; value: string }
  | { by: 'serials'; serials: readonly string[] };

/** A key of such a list as a person compares it. */
export type ListedKey = {
  keyId: string;
  serial: string | null;
  label: string;
  status: KeyStatus;
  /** Null in stock. */
  holderName: string | null;
  accountName: string | null;
};

/** Keys of the staff are ended one by one, so that nobody locks everybody out. */
const NO_STAFF: Prisma.KeyWhereInput = { OR: [{ holderId: null }, { accountId: { not: null } }] };
const REVOCABLE: Prisma.KeyWhereInput = { status: { in: [...transitionOf('revoke').from] } };

const LISTED = {
  id: true,
  serial: true,
  label: true,
  status: true,
  holder: { select: { name: true } },
  account: { select: { name: true } },
} as const;

/** The keys that would be revoked, at most one more than a list may have. */
export async function findManyKeys(db: Db | Tx, many: ManyKeys): Promise<ListedKey[]> {
  const rows = await db.key.findMany({
    where: { AND: [conditionOf(many), NO_STAFF, REVOCABLE] },
    orderBy: { id: 'asc' },
    take: MASS_KEYS_MAX + 1,
    select: LISTED,
  });
  return rows.flatMap(toListed);
}

/** The keys of a list that was asked for, whatever has become of them. */
export async function findListedKeys(db: Db, keyIds: readonly string[]): Promise<ListedKey[]> {
  const rows = await db.key.findMany({
    where: { id: { in: [...keyIds] } },
    orderBy: { id: 'asc' },
    select: LISTED,
  });
  return rows.flatMap(toListed);
}

/** Of the serials that were typed, those that no key that counts has. */
export function missingSerials(many: ManyKeys, keys: readonly ListedKey[]): string[] {
  if (many.by !== 'serials') return [];
  const found = new Set(keys.map(({ serial }) => serial));
  return many.serials.filter((serial) => !found.has(serial));
}

/** The list as the page shows it: a key more or less is another list. */
export function hashOfList(keys: readonly { keyId: string }[]): string {
  const ids = keys.map(({ keyId }) => keyId);
  return createHash('sha256')
    .update(JSON.stringify(['brelok-key-list-1', ids]))
    .digest('hex');
}

export type ProposeMassRevoke = {
  many: ManyKeys;
  /** Of the list that was on the screen. */
  seenHash: string;
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ProposeMassRevokeOutcome =
  | ProposeToStaffOutcome
  /** `keys_changed`: a key was issued or revoked since the list was shown. */
  | { ok: false; reason: 'not_allowed' | 'nothing' | 'too_many' | 'keys_changed' };

/** Puts the list before another administrator. Nothing has changed until they confirm it. */
export async function proposeMassRevoke(
  { db, audit, now }: Pick<AuthServices, 'db' | 'audit' | 'now'>,
  { many, seenHash, reason, actor, trace }: ProposeMassRevoke,
): Promise<ProposeMassRevokeOutcome> {
  if (!can(actor, 'key:revoke-many', { kind: 'installation' })) return { ok: false, reason: 'not_allowed' };
  return db.$transaction(async (tx): Promise<ProposeMassRevokeOutcome> => {
    const keys = await findManyKeys(tx, many);
    if (keys.length === 0) return { ok: false, reason: 'nothing' };
    if (keys.length > MASS_KEYS_MAX) return { ok: false, reason: 'too_many' };
    if (hashOfList(keys) !== seenHash) return { ok: false, reason: 'keys_changed' };
    const value = many.by === 'serials' ? '' : many.value;
    const keyIds = keys.map(({ keyId }) => keyId);
    const payload = { kind: 'mass_revoke', by: many.by, value, keyIds } as const;
    return proposeToStaff(tx, audit, { payload, reason, actor, trace, at: now() });
  });
}

export type PutMassRevoke = {
  payload: MassRevoke;
  proposalId: string;
  reason: string;
  /** Null: nobody confirmed it, its day was over. */
  decidedBy: StaffActor | null;
  trace: RequestTrace | undefined;
  at: Date;
};

/** The first hundred, with the confirmation itself. @returns `overtaken` where none of them could open anything any more */
export async function putMassRevoke(
  tx: Tx,
  audit: Audit,
  { payload, proposalId, reason, decidedBy, trace, at }: PutMassRevoke,
): Promise<'done' | 'overtaken'> {
  const by = decidedBy === null ? { actorId: SYSTEM_ACTOR } : actedBy(decidedBy);
  const step = { keyIds: payload.keyIds, proposalId, reason, by, trace, at };
  return (await revokeStep(tx, audit, step)) === 0 ? 'overtaken' : 'done';
}

/** Whether anything of the list is left to be revoked. */
export async function hasRevocable(db: Db | Tx, { keyIds }: Pick<MassRevoke, 'keyIds'>): Promise<boolean> {
  const key = await db.key.findFirst({
    where: { AND: [{ id: { in: [...keyIds] } }, REVOCABLE] },
    select: { id: true },
  });
  return key !== null;
}

export type RevokeStep = {
  keyIds: readonly string[];
  proposalId: string;
  reason: string;
  by: { actorId: string; sessionId?: string; tier?: number };
  trace: RequestTrace | undefined;
  at: Date;
};

/** The next hundred of a confirmed list. @returns how many it were */
export async function revokeStep(
  tx: Tx,
  audit: Audit,
  { keyIds, proposalId, ...step }: RevokeStep,
): Promise<number> {
  const of = { id: { in: [...keyIds] } };
  const revoked = await revokeKeys(tx, audit, { of, most: MASS_KEYS_STEP, details: { proposalId }, ...step });
  return revoked.keyIds.length;
}

function conditionOf(many: ManyKeys): Prisma.KeyWhereInput {
  switch (many.by) {
    case 'batch':
      return { batch: many.value };
    case 'model':
      return { modelName: many.value };
    case 'serials':
      return { liveSerial: { in: [...many.serials] } };
  }
}

type Row = Prisma.KeyGetPayload<{ select: typeof LISTED }>;

function toListed({ id: keyId, status, holder, account, ...key }: Row): ListedKey[] {
  if (!isKeyStatus(status)) return [];
  return [{ ...key, keyId, status, holderName: holder?.name ?? null, accountName: account?.name ?? null }];
}
