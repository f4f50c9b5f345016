import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import type { StaffRole } from '../permissions/roles.ts';
import { mintUserHandle } from './user-handle.ts';

export type NewStaff = { name: string; email: string | null; role: StaffRole; language: 'ru' | 'en' };

/** Writes down somebody of the seller. Without a registered key they can't enter. */
export async function addStaff(
  { db, audit, now }: AuthServices,
  { person, actor, trace }: { person: NewStaff; actor: StaffActor; trace: RequestTrace },
): Promise<{ holderId: string }> {
  const at = now();
  const { name, email, role, language } = person;
  return db.$transaction(async (tx) => {
    const { id: holderId } = await tx.holder.create({
      data: {
        userHandle: mintUserHandle(),
        kind: 'staff',
        staffRole: role,
        name,
        email,
        language,
        createdAt: at,
      },
      select: { id: true },
    });
    await audit.record(tx, {
      type: 'staff_added',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      holderId,
      details: { role },
      trace,
      at,
    });
    return { holderId };
  });
}
