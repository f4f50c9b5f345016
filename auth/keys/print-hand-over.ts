import type { Db, Tx } from '#prisma/client.ts';
import { companyDay } from '../deputies/company-day.ts';
import { findDeputiesOfAccount } from '../deputies/find-deputies.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { keysWithin } from './key-reach.ts';
import { WAITING_STATUSES } from './key.ts';
import { hashStopCode, mintStopCode } from './stop-code.ts';
import { parseKeyKind } from './key-kind.ts';
import type { KeyKind } from './key-kind.ts';

/** A key whose link is open, with everything that goes on paper. */
export type PrintableKey = {
  label: string;
  kind: KeyKind;
  serial: string | null;
  cardNumber: string | null;
  linkExpiresAt: Date;
  /** An owner of the account confirms the key and gets its code; otherwise its manager has it. */
  isOwnersCode: boolean;
  holder: { name: string; language: string };
  accountName: string;
  /** Whom the holder calls. */
  manager: { name: string; phone: string | null } | null;
  /** Who stands in for them today, and until which day. */
  deputies: { name: string; phone: string | null; untilOn: string }[];
};

export type PrintHandOver = {
  keyId: string;
  /** Of the link: whoever prints it has it before them, since it is stored nowhere. */
  token: string;
  actor: StaffActor;
  trace: RequestTrace;
};

type NotOpen = { ok: false; reason: 'not_found' };

/** @returns `not_found` unless the token is the open link of this very key, within the actor's reach */
export async function findPrintableKey(
  services: AuthServices,
  request: PrintHandOver,
): Promise<{ ok: true; key: PrintableKey } | NotOpen> {
  const key = await findPrintable(services.db, { ...request, now: services.now() });
  return told(services, key === null ? { ok: false, reason: 'not_found' } : { ok: true, key }, request);
}

/**
 * Makes the stop code of a hand-over sheet (REC-02) and stores its hash. A sheet that is printed again carries a new
 * one; the one before it is void.
 */
export async function makeStopCode(
  services: AuthServices,
  request: PrintHandOver,
): Promise<{ ok: true; key: PrintableKey; stopCode: string } | NotOpen> {
  const { db, audit, peppers, now } = services;
  const { keyId, actor, trace } = request;
  const [stopCode, at] = [mintStopCode(), now()];
  const outcome = await db.$transaction(async (tx) => {
    const key = await findPrintable(tx, { ...request, now: at });
    if (key === null) return { ok: false, reason: 'not_found' } as const;
    const { holderId, accountId } = await tx.key.update({
      where: { id: keyId },
      data: { stopCodeHash: hashStopCode(peppers.current, stopCode) },
      select: { holderId: true, accountId: true },
    });
    const about = { ...actedBy(actor), keyId, holderId, accountId, trace, at };
    await audit.record(tx, { type: 'stop_code_made', result: 'ok', ...about });
    return { ok: true, key, stopCode } as const;
  });
  return told(services, outcome, request);
}

function told<Outcome extends { ok: true } | NotOpen>(
  services: AuthServices,
  outcome: Outcome,
  { actor, keyId: target, trace }: PrintHandOver,
): Promise<Outcome> {
  return recordNotFound(services, outcome, { actor, action: 'key:issue', target, trace });
}

const SELECT = {
  expiresAt: true,
  status: true,
  confirmedAt: true,
  key: {
    select: {
      label: true,
      kind: true,
      serial: true,
      cardNumber: true,
      holder: { select: { name: true, language: true } },
      account: {
        select: { id: true, name: true, accountManager: { select: { name: true, phone: true } } },
      },
    },
  },
} as const;

async function findPrintable(
  db: Db | Tx,
  { keyId, token, actor, now }: Omit<PrintHandOver, 'trace'> & { now: Date },
): Promise<PrintableKey | null> {
  const invitation = await db.invitation.findFirst({
    where: {
      tokenHash: hashToken(token),
      keyId,
      status: { in: ['open', 'awaiting_owner'] },
      expiresAt: { gt: now },
      key: { ...keysWithin(actor, 'issue'), status: { in: [...WAITING_STATUSES] } },
    },
    select: SELECT,
  });
  if (invitation === null) return null;
  const { holder, account, kind: storedKind, ...key } = invitation.key;
  const kind = parseKeyKind(storedKind);
  if (holder === null || account === null || kind === null) return null;
  const todayOn = await companyDay(db, now);
  const deputies = await findDeputiesOfAccount(db, { accountId: account.id, todayOn });
  return {
    ...key,
    kind,
    holder,
    linkExpiresAt: invitation.expiresAt,
    isOwnersCode: invitation.status === 'awaiting_owner' || invitation.confirmedAt !== null,
    accountName: account.name,
    manager: account.accountManager,
    deputies: deputies.map(({ name, phone, untilOn }) => ({ name, phone, untilOn })),
  };
}
