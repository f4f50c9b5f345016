import type { Db } from '#prisma/client.ts';
import { ENDED_STATUSES } from '../keys/key.ts';
import { rootFactsOf } from './key-model.ts';
import type { RootFacts } from './key-model.ts';

export type KnownModel = {
  aaguid: string;
  name: string;
  maker: string;
  addedAt: Date;
  roots: RootFacts[];
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
  const keyCounts = new Map(counts.map(({ aaguid, _count }) => [aaguid, _count._all]));
  return models.map(({ rootsPem, ...model }) => ({
    ...model,
    roots: rootFactsOf(rootsPem),
    keyCount: keyCounts.get(model.aaguid) ?? 0,
  }));
}
