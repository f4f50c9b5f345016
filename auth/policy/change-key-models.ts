import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { proposeToStaff } from '../proposals/propose-to-staff.ts';
import type { KeyModelData } from './key-model.ts';
import {
  findModelState,
  holdKeyModels,
  isKeyModelAsBefore,
  isLastModel,
  putKeyModel,
} from './put-key-model.ts';

type ModelServices = Pick<AuthServices, 'db' | 'audit' | 'now'>;

/**
 * Lets keys of a model prove themselves by these roots, as the operator at the command line: production needs a model
 * before anybody can sign in. A model that is known already gets the new name and roots.
 * @returns whether there was none of this AAGUID before
 */
export async function addKeyModel(
  { db, audit, now }: ModelServices,
  { aaguid, ...after }: KeyModelData,
): Promise<{ isNew: boolean }> {
  return db.$transaction(async (tx) => {
    await holdKeyModels(tx);
    const before = await findModelState(tx, aaguid);
    await putKeyModel(tx, audit, {
      payload: { kind: 'key_model_change', aaguid, before, after },
      proposedById: null,
      decidedBy: null,
      mode: 'production',
      trace: undefined,
      at: now(),
    });
    return { isNew: before === null };
  });
}

export type ProposeKeyModel = {
  aaguid: string;
  /** As it shall be; null takes it off the list. */
  after: Omit<KeyModelData, 'aaguid'> | null;
  reason: string;
  mode: 'demo' | 'production';
  actor: StaffActor;
  trace: RequestTrace;
};

export type ProposeKeyModelOutcome =
  | { ok: true; proposalId: string; effectiveAt: Date | null }
  | { ok: false; reason: 'not_found' | 'unchanged' | 'proposed_already' }
  /** A production installation without models could register no key of the staff, and would not start. */
  | { ok: false; reason: 'last_model' };

/** Asks for a model to be added, replaced or removed; another administrator confirms it (ADM-02). */
export async function proposeKeyModel(
  { db, audit, now }: ModelServices,
  { aaguid, after, mode, ...request }: ProposeKeyModel,
): Promise<ProposeKeyModelOutcome> {
  return db.$transaction(async (tx): Promise<ProposeKeyModelOutcome> => {
    await holdKeyModels(tx);
    const before = await findModelState(tx, aaguid);
    if (after === null && before === null) return { ok: false, reason: 'not_found' };
    if (after === null && (await isLastModel(tx, { aaguid, mode })))
      return { ok: false, reason: 'last_model' };
    if (await isKeyModelAsBefore(tx, { aaguid, before: after })) return { ok: false, reason: 'unchanged' };
    const payload = { kind: 'key_model_change', aaguid, before, after } as const;
    return proposeToStaff(tx, audit, { ...request, payload, at: now() });
  });
}
