import type { Db } from '#prisma/client.ts';
import { rootFactsOf } from '../policy/key-model.ts';
import type { MetadataRules } from '../policy/metadata-rules.ts';
import type { ModelMetadata } from './blob-payload.ts';
import { StatusReports } from './blob-payload.ts';
import { isKnownStatus, judgeStatus } from './judge-status.ts';
import type { ModelStanding } from './judge-status.ts';

/** A model whose maker's roots are pinned here, beside what the metadata says of it. */
export type OwnModel = {
  aaguid: string;
  name: string;
  /** Null: the metadata does not know it. */
  metadata: {
    standing: ModelStanding;
    /** Whether one of the pinned certificates is published there too. It decides nothing; a person may want to look. */
    sharesRoot: boolean;
    /** What this version can't read. */
    unknownStatuses: string[];
  } | null;
};

type Judging = { rules: MetadataRules; now: Date };
type Published = Pick<ModelMetadata, 'aaguid' | 'rootsPem' | 'statusReports'>;

/** The pinned models by name, held against these models of a BLOB. */
export async function holdAgainst(
  db: Db,
  models: readonly Published[],
  judging: Judging,
): Promise<OwnModel[]> {
  const published = new Map(models.map((model) => [model.aaguid, model]));
  const own = await db.keyModel.findMany({
    orderBy: [{ name: 'asc' }, { aaguid: 'asc' }],
    select: { aaguid: true, name: true, rootsPem: true },
  });
  return own.map(({ aaguid, name, rootsPem }) => {
    const model = published.get(aaguid);
    return { aaguid, name, metadata: model ? compare(model, rootsPem, judging) : null };
  });
}

/** The same with the BLOB that counts. */
export async function findOwnModels(db: Db, judging: Judging): Promise<OwnModel[]> {
  const own = await db.keyModel.findMany({ select: { aaguid: true } });
  const entries = await db.metadataEntry.findMany({
    where: { aaguid: { in: own.map(({ aaguid }) => aaguid) } },
    select: { aaguid: true, rootsPem: true, statusJson: true },
  });
  const models = entries.map(({ statusJson, ...entry }) => ({
    ...entry,
    statusReports: StatusReports.parse(JSON.parse(statusJson)),
  }));
  return holdAgainst(db, models, judging);
}

function compare(model: Published, pinnedPem: string, { rules, now }: Judging): OwnModel['metadata'] {
  const published = new Set(rootFactsOf(model.rootsPem).map(({ fingerprint }) => fingerprint));
  const statuses = new Set(model.statusReports.map(({ status }) => status));
  return {
    standing: judgeStatus(model.statusReports, rules, now),
    sharesRoot: rootFactsOf(pinnedPem).some(({ fingerprint }) => published.has(fingerprint)),
    unknownStatuses: [...statuses].filter((status) => !isKnownStatus(status)),
  };
}
