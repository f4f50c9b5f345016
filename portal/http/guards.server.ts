import { redirect } from 'react-router';
import { recordPermissionRefused } from '#auth/audit/record-permission-refused.ts';
import type { CustomerActor, StaffActor } from '#auth/permissions/actor.ts';
import { can, classesOf, isProvenStaff } from '#auth/permissions/can.ts';
import type { Action } from '#auth/permissions/can.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import { TIERS } from '#auth/permissions/tiers.ts';
import type { ClassesOfTier } from '#auth/permissions/tiers.ts';
import type { SessionEnd } from '#auth/sessions/end-sessions.ts';
import type { LiveSession } from '#auth/sessions/find-session.ts';
import { isLocked } from '#auth/sessions/session-lifetime.ts';
import type { PortalContext } from './portal-context.server.ts';
import { areRowsLeaving } from '../customers/are-rows-leaving.server.ts';
import { lockedPath, pageOfForm } from '../login/locked-path.ts';
import type { ClosedClass } from '../ui/closed-class.ts';
import { requireWithinLimit } from './limit.server.ts';
import { classNotOpen, forbidden, rowsMoving } from './refuse.server.ts';

export type CustomerSession = LiveSession & {
  actor: CustomerActor;
  account: { id: string; number: string; name: string };
};
export type StaffSession = LiveSession & { actor: StaffActor };

/** Why somebody is led to the sign-in page; it says so there. */
export type SignInReason = 'ended' | 'displaced' | 'key';

/**
 * The session of the request, whoever it is.
 * @throws Response leading to the sign-in page or, where the session is locked, to the locked one, which return here
 *   afterwards; to the change of a PIN that was given out; 429 for more forms than a person sends
 */
export async function requireSession(request: Request, context: PortalContext): Promise<LiveSession> {
  const outcome = await context.findSession();
  if (!outcome.ok) throw leadOut(request, outcome);
  await countForm(request, context, outcome.session);
  if (outcome.session.mustChangePin && !isAskedOf(request, PIN_PAGE)) throw redirect(PIN_PAGE);
  return outcome.session;
}

/** RFC 9110 section 15.4.8: the browser sends the same form once more, to the place that it is told. */
const SAME_METHOD_AND_BODY = 307;

const COUNTED = new WeakSet<PortalContext>();

/** A form of somebody signed in counts under their key, once, however many guards its request passes. */
async function countForm(request: Request, context: PortalContext, { actor }: LiveSession): Promise<void> {
  if (request.method !== 'POST' || COUNTED.has(context)) return;
  COUNTED.add(context);
  await requireWithinLimit(context, 'form', actor);
}

/** The only page of a session whose PIN was given out, until its holder has chosen another (PIN-08). */
const PIN_PAGE = '/my-key/pin';

function isAskedOf(request: Request, path: string): boolean {
  return new URL(request.url).pathname.replace(/\.data$/, '') === path;
}

/**
 * A customer's session.
 * @throws Response 403 for staff; 503 while rows of the account are on their way to another
 */
export async function requireCustomer(request: Request, context: PortalContext): Promise<CustomerSession> {
  const session = await requireSession(request, context);
  if (session.actor.kind !== 'customer' || session.account === null) {
    return refuse(request, context, { session, refusal: 'not_for_staff' });
  }
  if (await areRowsLeaving(context.services.db, session.account.id)) throw rowsMoving();
  return { ...session, actor: session.actor, account: session.account };
}

/**
 * A customer's session that may read facts of a class.
 * @throws Response 403 whose page says what the key or role does not open
 */
export async function requireClass(
  request: Request,
  context: PortalContext,
  dataClass: DataClass,
): Promise<CustomerSession> {
  const session = await requireCustomer(request, context);
  const subject = { kind: 'fact', accountId: session.actor.accountId, dataClass } as const;
  if (can(session.actor, 'fact:read', subject)) return session;
  await recordRefused(request, context, { session, refusal: 'class_not_open' });
  const { classesOfTier } = await context.auth.policy();
  const { role, classes } = session.actor;
  const openedBy = keyThatOpens(role, dataClass, classesOfTier);
  throw classNotOpen({ wanted: dataClass, opens: classes, openedBy });
}

/** The least of the keys that open a class to a role. */
function keyThatOpens(
  role: CustomerRole,
  dataClass: DataClass,
  classesOfTier: ClassesOfTier,
): ClosedClass['openedBy'] {
  const tier = TIERS.find((one) => classesOf(role, one, classesOfTier).includes(dataClass));
  switch (tier) {
    case undefined:
      return 'another-role';
    case 1:
    case 2:
      return 'answering';
    case 3:
      return 'genuine';
    case 4:
      return 'with-own-pin';
  }
}

/**
 * An owner's session that may do this for their company.
 * @throws Response 403 for everybody else
 */
export async function requireOwner(
  request: Request,
  context: PortalContext,
  action: Action,
): Promise<CustomerSession> {
  const session = await requireCustomer(request, context);
  const { actor } = session;
  const subject = { kind: 'account', accountId: actor.accountId, accountManagerId: null } as const;
  if (can(actor, action, subject)) return session;
  return refuse(request, context, { session, refusal: 'not_your_role' });
}

/**
 * The session of somebody who orders for their company: by their role, with a key that opens what it costs.
 * @throws Response 403 for everybody else
 */
export async function requireBuyer(request: Request, context: PortalContext): Promise<CustomerSession> {
  await requireClass(request, context, 'own-price');
  return requireOwner(request, context, 'order:request');
}

/**
 * The session of somebody who may say what is wrong with a delivery: by their role, with a key that opens what was in it.
 * @throws Response 403 for everybody else
 */
export async function requireClaimant(request: Request, context: PortalContext): Promise<CustomerSession> {
  await requireClass(request, context, 'goods');
  return requireOwner(request, context, 'claim:send');
}

/** A staff session in one of the roles, with a key that proves everything. @throws Response 403 for everybody else */
export async function requireStaff(
  request: Request,
  context: PortalContext,
  roles: readonly StaffRole[],
): Promise<StaffSession> {
  const session = await requireSession(request, context);
  const { actor } = session;
  if (actor.kind !== 'staff' || !isProvenStaff(actor) || !roles.includes(actor.role))
    return refuse(request, context, { session, refusal: 'not_your_role' });
  return { ...session, actor };
}

/**
 * A staff session that may do this to the installation as a whole. What is done to one account is checked against
 * that account, in the use case's where clause.
 * @throws Response 403
 */
export async function requirePermission(
  request: Request,
  context: PortalContext,
  action: Action,
): Promise<StaffSession> {
  const session = await requireSession(request, context);
  if (session.actor.kind !== 'staff' || !can(session.actor, action, { kind: 'installation' })) {
    return refuse(request, context, { session, refusal: 'not_your_role' });
  }
  return { ...session, actor: session.actor };
}

type Refused = { session: LiveSession; refusal: 'not_for_staff' | 'not_your_role' | 'class_not_open' };

async function refuse(
  request: Request,
  context: PortalContext,
  refused: Refused & { refusal: 'not_for_staff' | 'not_your_role' },
): Promise<never> {
  await recordRefused(request, context, refused);
  throw forbidden(refused.refusal);
}

/** What a role may not open is written down (ADM-05): once a minute for each session and part of the portal. */
async function recordRefused(
  request: Request,
  context: PortalContext,
  { session: { actor }, refusal }: Refused,
): Promise<void> {
  const action = pathWithoutIds(request);
  const area = action.split('/')[1] ?? '';
  await recordPermissionRefused(context.auth, { actor, action, area, reason: refusal, trace: context.trace });
}

const WORD = /^[a-z][a-z-]{0,30}$/;

/** `/desk/keys/:id/revoke`: no id, number or query reaches the log. */
function pathWithoutIds(request: Request): string {
  const { pathname } = new URL(request.url);
  const segments = pathname.replace(/\.data$/, '').split('/');
  return segments.map((segment) => (segment === '' || WORD.test(segment) ? segment : ':id')).join('/');
}

/** Where a person of this role begins. */
export function homeOf(role: StaffRole | 'customer'): '/home' | '/desk' | '/loyalty' | '/admin' | '/audit' {
  switch (role) {
    case 'customer':
      return '/home';
    case 'account-manager':
      return '/desk';
    case 'loyalty':
      return '/loyalty';
    case 'administrator':
      return '/admin';
    case 'auditor':
      return '/audit';
  }
}

/** A form that meets a locked session goes along to the locked page, which keeps what was typed (SES-03). */
function leadOut(request: Request, outcome: { reason: string; endedReason: string | null }): Response {
  if (!isLocked(outcome.reason)) return redirect(signInUrl(request, reasonOf(outcome)));
  const { pathname, search } = new URL(request.url);
  const asked = `${pathname.replace(/\.data$/, '')}${search}`;
  if (request.method !== 'POST') return redirect(lockedPath({ returnTo: asked === '/' ? null : asked }));
  const returnTo = pageOfForm(request) ?? asked;
  return redirect(lockedPath({ returnTo, form: asked }), SAME_METHOD_AND_BODY);
}

function signInUrl(request: Request, reason: SignInReason | null): string {
  const { pathname, search } = new URL(request.url);
  const query = new URLSearchParams();
  if (request.method === 'GET' && pathname !== '/')
    query.set('return', `${pathname.replace(/\.data$/, '')}${search}`);
  if (reason !== null) query.set('reason', reason);
  const text = query.toString();
  return text === '' ? '/sign-in' : `/sign-in?${text}`;
}

const DISPLACED: SessionEnd = 'too_many_sessions';

function reasonOf({
  reason,
  endedReason,
}: {
  reason: string;
  endedReason: string | null;
}): SignInReason | null {
  if (reason === 'ended' && endedReason === DISPLACED) return 'displaced';
  switch (reason) {
    case 'none':
      return null;
    case 'ended':
      return reason;
    default:
      return 'key';
  }
}
