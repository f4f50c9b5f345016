import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { FIDO2_MODELS } from './key-model.ts';
import type { KeyModelChange } from '../proposals/staff-proposal.ts';

/** Reads "brelokmo" in ASCII: one change of the models at a time. */
const MODELS_LOCK = 0x6272656c6f6b6d6fn;

export type PutKeyModel = {
  payload: KeyModelChange;
  /** Whoever asked for it. */
  proposedById: string | null;
  /** Whoever confirmed it; null: nobody, or the operator at the command line. */
  decidedBy: StaffActor | null;
  proposalId?: string;
  mode: 'demo' | 'production';
  trace: RequestTrace | undefined;
  at: Date;
};

/** Holds the list of models until the transaction ends, so that nobody changes it in between. */
export async function holdKeyModels(tx: Tx): Promise<void> {
  await lockUntilTransactionEnds(tx, MODELS_LOCK);
}

/** A model as the list has it; null where it has none of this AAGUID. */
export function findModelState(
  db: Db | Tx,
  aaguid: string,
): Promise<{ name: string; maker: string; rootsPem: string } | null> {
  return db.keyModel.findUnique({
    where: { aaguid },
    select: { name: true, maker: true, rootsPem: true },
  });
}

/** Whether the model is still what a change was made for. */
export async function isKeyModelAsBefore(
  db: Db | Tx,
  { aaguid, before }: Pick<KeyModelChange, 'aaguid' | 'before'>,
): Promise<boolean> {
  const current = await findModelState(db, aaguid);
  if (current === null || before === null) return current === before;
  return (
    current.name === before.name && current.maker === before.maker && current.rootsPem === before.rootsPem
  );
}

/** Whether production would be left without any model: no key of the staff could be registered, and it would not start. */
export async function isLastModel(tx: Tx, { aaguid, mode }: { aaguid: string; mode: PutKeyModel['mode'] }) {
  if (mode === 'demo') return false;
  return (await tx.keyModel.count({ where: { aaguid: { not: aaguid }, ...FIDO2_MODELS } })) === 0;
}

/**
 * Adds, replaces or removes a model, with its audit event. Keys of a removed one that are registered keep working.
 * @returns `overtaken`, having written nothing, where the model is another one by now, or production's last
 */
export async function putKeyModel(
  tx: Tx,
  audit: Audit,
  { payload, proposedById, decidedBy, proposalId, mode, trace, at }: PutKeyModel,
): Promise<'done' | 'overtaken'> {
  await holdKeyModels(tx);
  const { aaguid, before, after } = payload;
  if (!(await isKeyModelAsBefore(tx, payload))) return 'overtaken';
  if (after === null) {
    if (await isLastModel(tx, { aaguid, mode })) return 'overtaken';
    await tx.keyModel.deleteMany({ where: { aaguid } });
  } else {
    const row = { aaguid, ...after, addedById: proposedById, addedAt: at };
    await tx.keyModel.upsert({ where: { aaguid }, update: row, create: row, select: { aaguid: true } });
  }
  const replaced = before === null ? 'key_model_added' : 'key_model_changed';
  await audit.record(tx, {
    type: after === null ? 'key_model_removed' : replaced,
    result: 'ok',
    ...(decidedBy === null ? { actorId: SYSTEM_ACTOR } : actedBy(decidedBy)),
    details: proposalId === undefined ? { aaguid } : { aaguid, proposalId },
    trace,
    at,
  });
  return 'done';
}
