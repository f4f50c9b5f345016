import { lockUntilTransactionEnds } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import type { KeyModelData } from './key-model.ts';

/** Reads "brelokmo" in ASCII: one change of the models at a time. */
const MODELS_LOCK = 0x6272656c6f6b6d6fn;

type ModelServices = Pick<AuthServices, 'db' | 'audit' | 'now'>;

/** Null: the operator at the command line. */
type Author = { actor: StaffActor; trace: RequestTrace } | null;

/**
 * Lets keys of a model prove themselves by these roots. A model that is known already gets the new name and roots.
 * @returns whether there was none of this AAGUID before
 */
export async function addKeyModel(
  { db, audit, now }: ModelServices,
  { model, author }: { model: KeyModelData; author: Author },
): Promise<{ isNew: boolean }> {
  const at = now();
  return db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, MODELS_LOCK);
    const isNew = (await tx.keyModel.count({ where: { aaguid: model.aaguid } })) === 0;
    const row = { ...model, addedById: author?.actor.holderId ?? null, addedAt: at };
    await tx.keyModel.upsert({
      where: { aaguid: model.aaguid },
      update: row,
      create: row,
      select: { aaguid: true },
    });
    await audit.record(tx, {
      type: isNew ? 'key_model_added' : 'key_model_changed',
      result: 'ok',
      ...circumstancesOf(author),
      details: { aaguid: model.aaguid },
      at,
    });
    return { isNew };
  });
}

export type RemoveKeyModel = { aaguid: string; mode: 'demo' | 'production'; author: Author };
export type RemoveKeyModelOutcome =
  | { ok: true }
  | { ok: false; reason: 'not_found' }
  /** A production installation without models could register no key of the staff, and would not start. */
  | { ok: false; reason: 'last_model' };

/** New keys of the model are no longer believed. Keys that are registered already keep working. */
export async function removeKeyModel(
  { db, audit, now }: ModelServices,
  { aaguid, mode, author }: RemoveKeyModel,
): Promise<RemoveKeyModelOutcome> {
  return db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, MODELS_LOCK);
    const others = await tx.keyModel.count({ where: { aaguid: { not: aaguid } } });
    if (mode === 'production' && others === 0) return { ok: false, reason: 'last_model' };
    const { count } = await tx.keyModel.deleteMany({ where: { aaguid } });
    if (count === 0) return { ok: false, reason: 'not_found' };
    await audit.record(tx, {
      type: 'key_model_removed',
      result: 'ok',
      ...circumstancesOf(author),
      details: { aaguid },
      at: now(),
    });
    return { ok: true };
  });
}

function circumstancesOf(author: Author) {
  if (author === null) return { actorId: SYSTEM_ACTOR };
  const { actor, trace } = author;
  return { actorId: actor.holderId, sessionId: actor.sessionId, tier: actor.tier, trace };
}
