import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { AuthServices } from '#auth/auth-services.ts';
import { countAdministrators } from '#auth/holders/administrators.ts';
import { noticeToStaff } from '#auth/holders/notice-to-staff.ts';
import { mintUserHandle } from '#auth/holders/user-handle.ts';
import { createInvitation, requireCode, withdrawInvitations } from '#auth/invitations/create-invitation.ts';
import type { PrintedInvitation } from '#auth/invitations/create-invitation.ts';
import { mintClaimCode, parseClaimCode } from '#auth/invitations/invitation.ts';
import { WAITING_STATUSES } from '#auth/keys/key.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';
import type { Db, Tx } from '#prisma/client.ts';
import type { Env } from '../env.server.ts';

export type EnrolRole = StaffRole | 'customer';
export type EnrolLink = {
  role: EnrolRole;
  url: string;
  claimCode: string;
  holderName: string;
  invitationId: string;
  token: string;
};
export type EnrolLinkOutcome =
  | { ok: true; link: EnrolLink; line: string; /** Null: at once. */ opensAt: Date | null }
  | { ok: false; explanation: string };

export type EnrolLinkRequest = {
  role: EnrolRole;
  /** Id, or in the demo also the exact name. */
  holder: string | null;
  /** Name of an administrator who is made here, in production. */
  name: string | null;
  /** Although there is an administrator with a key that works. */
  isBreakGlass: boolean;
};

/** A person at a terminal: shown a code, they type it. Null where the output goes into a file, or nobody can type. */
export type Terminal = { typeCode: (claimCode: string) => Promise<string> } | null;

type Deps = { db: Db; auth: AuthServices; env: Env; terminal: Terminal };

const HOUR_MS = 60 * 60 * 1000;
/** The first administrator of a production installation sits at the console: a quarter of an hour is enough. */
const FIRST_ADMINISTRATOR_DAYS = 15 / (24 * 60);
/** How long everybody has to notice a link that goes around the administrators, and how long it is open then. */
const BREAK_GLASS_WAIT_MS = 24 * HOUR_MS;
const BREAK_GLASS_DAYS = 1;

/**
 * The operator's way to a first key. In the demo it serves everybody; in production only administrators, at a terminal:
 * the first at once, and, while one has a key that works, a further one after a day in which all the staff see it
 * (ADM-02 amended).
 */
export async function createEnrolLink(deps: Deps, request: EnrolLinkRequest): Promise<EnrolLinkOutcome> {
  return deps.env.mode === 'demo' ? demoLink(deps, request) : administratorLink(deps, request);
}

/** Whether somebody can sign in as an administrator. Until then the operator's terminal is the only way in. */
export async function hasAdministrator(db: Db | Tx): Promise<boolean> {
  return (await countAdministrators(db)) > 0;
}

/** One line that a person or a program can read. */
export function enrolLine({ role, url, claimCode, holderName }: EnrolLink): string {
  return `enrol ${role} ${url} code ${claimCode} name ${holderName}`;
}

async function demoLink(deps: Deps, { role, holder }: EnrolLinkRequest): Promise<EnrolLinkOutcome> {
  if (holder === null) return { ok: false, explanation: '--holder names the person: their id or their name' };
  const [person, ...others] = await findPeople(deps.db, role, holder);
  if (person === undefined) return { ok: false, explanation: `there is no ${role} "${holder}" here` };
  if (others.length > 0) {
    const ids = [person, ...others].map(({ id }) => id).join(', ');
    return { ok: false, explanation: `there are several people "${holder}"; name one by id: ${ids}` };
  }
  const accountId = person.memberships[0]?.accountId ?? null;
  if (role === 'customer' && accountId === null)
    return { ok: false, explanation: `${person.name} is a member of no customer account` };
  const policy = await deps.auth.policy();
  return invite(deps, {
    role,
    holderId: person.id,
    holderName: person.name,
    accountId: role === 'customer' ? accountId : null,
    days: policy.invitationDays,
  });
}

function findPeople(db: Db, role: EnrolRole, idOrName: string) {
  return db.holder.findMany({
    where: { OR: [{ id: idOrName }, { name: idOrName }], status: 'active', ...whereRole(role) },
    select: {
      id: true,
      name: true,
      memberships: { where: { status: 'active' }, select: { accountId: true }, take: 1 },
    },
  });
}

async function administratorLink(
  deps: Deps,
  { role, name, isBreakGlass }: EnrolLinkRequest,
): Promise<EnrolLinkOutcome> {
  const { db, auth, terminal } = deps;
  if (role !== 'administrator') {
    return {
      ok: false,
      explanation: 'in production only administrators are invited here; everybody else is in the portal',
    };
  }
  if (terminal === null)
    return { ok: false, explanation: 'the claim code is shown on a terminal only, never in a file or a log' };
  if (name === null) return { ok: false, explanation: '--name "NAME" says who the administrator is' };
  const fault = faultOfWay(await hasAdministrator(db), isBreakGlass);
  if (fault !== null) return { ok: false, explanation: fault };
  const claimCode = mintClaimCode();
  if (parseClaimCode(await terminal.typeCode(claimCode)) !== claimCode)
    return { ok: false, explanation: 'this is not the code that is shown; no link was made' };

  const holder =
    (await db.holder.findFirst({
      where: { kind: 'staff', staffRole: 'administrator', name, status: 'active' },
      select: { id: true },
    })) ?? (await db.$transaction((tx) => addAdministrator(tx, auth, { name, isBreakGlass })));
  return invite(deps, {
    role,
    holderId: holder.id,
    holderName: name,
    accountId: null,
    claimCode,
    ...(isBreakGlass
      ? { opensAt: new Date(auth.now().getTime() + BREAK_GLASS_WAIT_MS), days: BREAK_GLASS_DAYS }
      : { opensAt: null, days: FIRST_ADMINISTRATOR_DAYS }),
  });
}

function faultOfWay(hasOne: boolean, isBreakGlass: boolean): string | null {
  if (hasOne && !isBreakGlass)
    return 'an administrator has an active key already; further staff are invited by them in the portal. Where none of them can, --break-glass makes a link that opens after 24 hours, and all the staff are told at once';
  if (!hasOne && isBreakGlass) return 'no administrator has an active key: leave --break-glass out';
  return null;
}

async function addAdministrator(
  tx: Tx,
  { audit, now }: AuthServices,
  { name, isBreakGlass }: { name: string; isBreakGlass: boolean },
): Promise<{ id: string }> {
  const holder = await tx.holder.create({
    data: {
      userHandle: mintUserHandle(),
      kind: 'staff',
      staffRole: 'administrator',
      name,
      createdAt: now(),
    },
    select: { id: true },
  });
  await audit.record(tx, {
    type: 'staff_added',
    result: 'ok',
    actorId: SYSTEM_ACTOR,
    holderId: holder.id,
    reason: isBreakGlass ? 'break_glass' : 'first_administrator',
    at: now(),
  });
  return holder;
}

type Invitee = {
  role: EnrolRole;
  holderId: string;
  holderName: string;
  accountId: string | null;
  days: number;
  /** Null: it may be used at once. */
  opensAt?: Date | null;
  claimCode?: string;
};

async function invite(deps: Deps, invitee: Invitee): Promise<EnrolLinkOutcome> {
  const { role, holderName, opensAt = null } = invitee;
  const made = await deps.db.$transaction((tx) => makeLink(tx, deps, invitee));
  const { token, claimCode, invitationId } = made;
  const url = `${deps.env.origin}/enrol#${token}`;
  const link: EnrolLink = { role, url, claimCode, holderName, invitationId, token };
  return { ok: true, link, line: enrolLine(link), opensAt };
}

/** A key that waits for this person is used again, so that asking twice leaves no second key behind. */
async function makeLink(
  tx: Tx,
  { auth: { audit, peppers, now }, env }: Deps,
  { holderId, accountId, days, opensAt = null, claimCode }: Invitee,
): Promise<PrintedInvitation> {
  const at = now();
  const about = { actorId: SYSTEM_ACTOR, holderId, accountId };
  const { id: keyId } = await waitingKeyOf(tx, { holderId, accountId, at });
  if (env.mode === 'production') await withdrawOthers(tx, audit, { keyId, at });
  const made = await createInvitation(tx, {
    keyId,
    createdById: null,
    isConfirmed: env.mode === 'demo',
    days,
    opensAt,
    ...(claimCode === undefined ? {} : { code: claimCode }),
    peppers,
    audit,
    about,
    now: at,
  });
  await audit.record(tx, { type: 'invitation_issued', result: 'ok', ...about, keyId, at });
  if (opensAt !== null) {
    await noticeToStaff(tx, audit, { about: 'staff_link', keyId, holderId, opensAt, by: null, at });
    await raiseAlarm(tx, audit, { kind: 'break_glass', keyId, at });
  }
  return requireCode(made);
}

async function waitingKeyOf(
  tx: Tx,
  { holderId, accountId, at }: { holderId: string; accountId: string | null; at: Date },
): Promise<{ id: string }> {
  const waiting = await tx.key.findFirst({
    where: { holderId, accountId, status: { in: [...WAITING_STATUSES] } },
    select: { id: true },
  });
  if (waiting !== null) return waiting;
  return tx.key.create({
    data: { status: 'assigned', holderId, accountId, label: 'Brelok', receivedAt: at, issuedAt: at },
    select: { id: true },
  });
}

/** Of the links that were made at the terminal one is open at a time: a second one can't wait for the first to be used. */
async function withdrawOthers(
  tx: Tx,
  audit: AuthServices['audit'],
  { keyId, at }: { keyId: string; at: Date },
): Promise<void> {
  const others = await tx.invitation.findMany({
    where: { status: 'open', createdById: null, keyId: { not: keyId }, key: { accountId: null } },
    select: { key: { select: { id: true, holderId: true, accountId: true } } },
  });
  for (const { key } of others)
    await withdrawInvitations(tx, audit, {
      keyId: key.id,
      holderId: key.holderId,
      accountId: key.accountId,
      actorId: SYSTEM_ACTOR,
      at,
    });
}

function whereRole(role: EnrolRole) {
  return role === 'customer' ? { kind: 'customer' } : { kind: 'staff', staffRole: role };
}
