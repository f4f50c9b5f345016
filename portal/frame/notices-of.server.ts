import { findStaffNotices } from '#auth/holders/find-staff-notices.ts';
import type { StaffNotice } from '#auth/holders/find-staff-notices.ts';
import type { Actor } from '#auth/permissions/actor.ts';
import type { PortalServices } from '../portal-services.server.ts';

/** What stands above the pages of this session: nothing for customers. */
export async function noticesOf(
  { db, env, now }: PortalServices,
  actor: Actor,
): Promise<{ notices: StaffNotice[]; isAdministrator: boolean }> {
  if (actor.kind !== 'staff') return { notices: [], isAdministrator: false };
  const notices = await findStaffNotices(db, { actor, mode: env.mode, now: now() });
  return { notices, isAdministrator: actor.role === 'administrator' };
}
