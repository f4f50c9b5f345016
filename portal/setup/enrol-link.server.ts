import { WAITING_STATUSES } from '#auth/keys/key.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { AuthServices } from '#auth/auth-services.ts';
import { mintUserHandle } from '#auth/holders/user-handle.ts';
import { createInvitation, requireCode } from '#auth/invitations/create-invitation.ts';
import type { PrintedInvitation } from '#auth/invitations/create-invitation.ts';
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
  { ok: true; link: EnrolLink; line: string } | { ok: false; explanation: string };

export type EnrolLinkRequest = {
  role: EnrolRole;
  /** Id, or in the demo also the exact name. */
  holder: string | null;
  /** Name of the first administrator, where there is no holder yet. */
  name: string | null;
};

type Deps = { db: Db; auth: AuthServices; env: Env; isTerminal: boolean };

/** The first administrator of a production installation sits at the console: a quarter of an hour is enough. */
const FIRST_ADMINISTRATOR_DAYS = 15 / (24 * 60);

/**
 * The operator's way to a first key. In the demo it serves everybody; in production only the first administrator,
 * at a terminal, while no administrator has an active key (ADM-02 amended).
 */
export async function createEnrolLink(deps: Deps, request: EnrolLinkRequest): Promise<EnrolLinkOutcome> {
  return deps.env.mode === 'demo' ? demoLink(deps, request) : firstAdministratorLink(deps, request);
}

/** Whether somebody can sign in as an administrator. Until then the operator's terminal is the only way in. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  const key = await db.key.findFirst({
    where: { status: 'active', holder: { staffRole: 'administrator', status: 'active' } },
    select: { id: true },
  });
  return key !== null;
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

async function firstAdministratorLink(
  deps: Deps,
  { role, name }: EnrolLinkRequest,
): Promise<EnrolLinkOutcome> {
  const { db, auth, isTerminal } = deps;
  if (role !== 'administrator') {
    return {
      ok: false,
      explanation:
        'in production only the first administrator is invited here; everybody else is in the portal',
    };
  }
  if (!isTerminal)
    return { ok: false, explanation: 'the claim code is shown on a terminal only, never in a file or a log' };
  if (name === null) return { ok: false, explanation: '--name "NAME" says who the first administrator is' };
  if (await hasAdministrator(db))
    return {
      ok: false,
      explanation:
        'an administrator has an active key already; further staff are invited by them in the portal',
    };

  const holder =
    (await db.holder.findFirst({
      where: { staffRole: 'administrator', name, status: 'active' },
      select: { id: true },
    })) ?? (await db.$transaction((tx) => addAdministrator(tx, auth, name)));
  return invite(deps, {
    role,
    holderId: holder.id,
    holderName: name,
    accountId: null,
    days: FIRST_ADMINISTRATOR_DAYS,
  });
}

async function addAdministrator(tx: Tx, { audit, now }: AuthServices, name: string): Promise<{ id: string }> {
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
    reason: 'first_administrator',
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
};

/** A key that waits for this person is used again, so that asking twice leaves no second key behind. */
async function invite({ db, auth, env }: Deps, invitee: Invitee): Promise<EnrolLinkOutcome> {
  const { holderId, accountId } = invitee;
  const now = auth.now();
  const invitation = await db.$transaction(async (tx): Promise<PrintedInvitation> => {
    const waiting = await tx.key.findFirst({
      where: { holderId, accountId, status: { in: [...WAITING_STATUSES] } },
      select: { id: true },
    });
    const key =
      waiting ??
      (await tx.key.create({
        data: { status: 'assigned', holderId, accountId, label: 'Brelok', receivedAt: now, issuedAt: now },
        select: { id: true },
      }));
    const about = { actorId: SYSTEM_ACTOR, holderId, accountId };
    const made = await createInvitation(tx, {
      keyId: key.id,
      createdById: null,
      isConfirmed: env.mode === 'demo',
      days: invitee.days,
      peppers: auth.peppers,
      audit: auth.audit,
      about,
      now,
    });
    await auth.audit.record(tx, {
      type: 'invitation_issued',
      result: 'ok',
      ...about,
      keyId: key.id,
      at: now,
    });
    return requireCode(made);
  });
  const link: EnrolLink = {
    role: invitee.role,
    url: `${env.origin}/enrol#${invitation.token}`,
    claimCode: invitation.claimCode,
    holderName: invitee.holderName,
    invitationId: invitation.invitationId,
    token: invitation.token,
  };
  return { ok: true, link, line: enrolLine(link) };
}

function whereRole(role: EnrolRole) {
  return role === 'customer' ? { kind: 'customer' } : { kind: 'staff', staffRole: role };
}
