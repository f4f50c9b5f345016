import type { Db, Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices } from '../auth-services.ts';
import type { BadModel } from '../ceremonies/verification-policy.ts';
import { transitionOf } from '../keys/key.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { findMetadataJudgement } from './find-metadata.ts';

/** Why a key is suspended, and why one is not registered. */
export const MODEL_STATUS_BAD = 'model_status_bad';

const WARNED = { kind: 'key_changed', change: 'suspended', cause: MODEL_STATUS_BAD } as const;

/** Keys read at a time; each is suspended in a transaction of its own, so that nobody waits for all of them. */
const BATCH = 200;

type Services = Pick<AuthServices, 'db' | 'audit' | 'policy' | 'now'>;

/** A key in use of a model that the metadata speaks against. */
export type KeyAtRisk = {
  id: string;
  label: string;
  holderId: string | null;
  accountId: string | null;
  model: BadModel;
};

/**
 * Holds the keys that are in use against the metadata (REG-11): one whose model is bad is suspended, its sessions end,
 * and an alarm is raised for it. Safe to run again, and in several processes: a key is suspended once. One that
 * somebody resumes is suspended by the next run, as long as metadata and rules are what they are.
 */
export async function judgeIssuedKeys(services: Services): Promise<{ suspended: number }> {
  const { db, policy, now } = services;
  const at = now();
  const judgement = await findMetadataJudgement(db, (await policy()).metadata, at);
  if (judgement === null) return { suspended: 0 };
  let suspended = 0;
  for await (const key of keysAtRisk(db, judgement.badModels)) {
    const done = await db.$transaction((tx) => suspend(tx, services, { key, number: judgement.number, at }));
    if (done) suspended += 1;
  }
  return { suspended };
}

/** Active keys of these models by id, read in batches: keys that are suspended on the way move no others. */
export async function* keysAtRisk(db: Db, badModels: readonly BadModel[]): AsyncGenerator<KeyAtRisk> {
  const models = new Map(badModels.map((model) => [model.aaguid, model]));
  let after = '';
  for (;;) {
    const keys = await db.key.findMany({
      where: {
        id: { gt: after },
        status: { in: [...transitionOf('suspend').from] },
        credential: { is: { aaguid: { in: [...models.keys()] } } },
      },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: {
        id: true,
        label: true,
        holderId: true,
        accountId: true,
        credential: { select: { aaguid: true } },
      },
    });
    for (const { credential, ...key } of keys) {
      const model = models.get(credential?.aaguid ?? '');
      if (model !== undefined) yield { ...key, model };
    }
    const last = keys.at(-1);
    if (last === undefined || keys.length < BATCH) return;
    after = last.id;
  }
}

/** One conditional write decides who suspends it; the rest happens with it or not at all. */
async function suspend(
  tx: Tx,
  { audit }: Services,
  { key, number, at }: { key: KeyAtRisk; number: number; at: Date },
): Promise<boolean> {
  const { from, to } = transitionOf('suspend');
  const { count } = await tx.key.updateMany({
    where: { id: key.id, status: { in: [...from] } },
    data: { status: to, suspendedAt: at, statusReason: MODEL_STATUS_BAD },
  });
  if (count === 0) return false;
  const endedSessions = await endSessionsOfKey(tx, { keyId: key.id, reason: 'key_suspended', at });
  const about = { keyId: key.id, accountId: key.accountId, at };
  await tellOfKey(tx, { keyId: key.id, news: WARNED, at });
  await raiseAlarm(tx, audit, { kind: 'model_status_bad', ...about, detail: key.model.status });
  await audit.record(tx, {
    type: 'key_suspended',
    result: 'ok',
    actorId: SYSTEM_ACTOR,
    reason: MODEL_STATUS_BAD,
    ...about,
    holderId: key.holderId,
    details: { endedSessions, status: key.model.status, metadataNumber: number },
  });
  return true;
}
