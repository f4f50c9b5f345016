import type { Db } from '#prisma/client.ts';
import { ENDED_STATUSES } from '../keys/key.ts';
import { isU2fOnly, rootFactsOf } from './key-model.ts';
import type { RootFacts } from './key-model.ts';

export type KnownModel = {
  aaguid: string;
  name: string;
  maker: string;
  addedAt: Date;
  roots: RootFacts[];
  /** Its keys have no AAGUID. */
  isU2fOnly: boolean;
  /** Keys in use that were registered as this model. */
  keyCount: number;
};

/** The models whose makers' roots are pinned, by name. */
export async function findKeyModels(db: Db): Promise<KnownModel[]> {
  const models = await db.keyModel.findMany({
    orderBy: [{ name: 'asc' }, { aaguid: 'asc' }],
    select: { aaguid: true, name: true, maker: true, addedAt: true, rootsPem: true },
  });
  const counts = await db.credential.groupBy({
    by: ['aaguid'],
    where: {
      aaguid: { in: models.map(({ aaguid }) => aaguid) },
      key: { status: { notIn: [...ENDED_STATUSES] } },
    },
    _count: { _all: true },
  });
  const ofU2f = await db.key.groupBy({
    by: ['modelName'],
    where: { kind: 'u2f', attestation: 'attested', status: { notIn: [...ENDED_STATUSES] } },
    _count: { _all: true },
  });
  const u2fCounts = new Map(ofU2f.map(({ modelName, _count }) => [modelName, _count._all]));
  const keyCounts = new Map(counts.map(({ aaguid, _count }) => [aaguid, _count._all]));
  return models.map(({ rootsPem, ...model }) => ({
    ...model,
    roots: rootFactsOf(rootsPem),
    isU2fOnly: isU2fOnly(model),
    keyCount: (isU2fOnly(model) ? u2fCounts.get(model.name) : keyCounts.get(model.aaguid)) ?? 0,
  }));
}
