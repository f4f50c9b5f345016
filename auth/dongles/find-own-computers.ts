import type { Db } from '#prisma/client.ts';
import type { CustomerActor } from '../permissions/actor.ts';
import { SHOWN_KID } from './find-agents.ts';

/** A computer at which old keys of a person answer, as they see it. */
export type OwnComputer = {
  agentId: string;
  /** What they called it; may be empty. */
  name: string;
  /** The beginning of the name of its agent's key; tells two computers without a name apart. */
  shortKid: string;
  /** Where that key lies. */
  protection: string;
  keyLabels: readonly string[];
  since: Date;
  lastUsedAt: Date | null;
  /** Whether it watches the session that asks. */
  isThisOne: boolean;
};

/**
 * The computers at which keys of the holder answer in this company, and those that they set up; the newest first. What was
 * removed or revoked is not among them.
 */
export async function findOwnComputers(
  db: Db,
  { holderId, accountId, sessionId }: Pick<CustomerActor, 'holderId' | 'accountId' | 'sessionId'>,
): Promise<OwnComputer[]> {
  const ownLinks = { removedAt: null, dongle: { key: { holderId, accountId, status: 'active' } } };
  const rows = await db.agent.findMany({
    where: { accountId, revokedAt: null, OR: [{ holderId }, { dongles: { some: ownLinks } }] },
    orderBy: [{ enrolledAt: 'desc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      kid: true,
      protection: true,
      enrolledAt: true,
      dongles: {
        where: ownLinks,
        orderBy: { addedAt: 'asc' },
        select: { addedAt: true, lastUsedAt: true, dongle: { select: { key: { select: { label: true } } } } },
      },
    },
  });
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { watchedBy: true } });
  return rows.map(({ id: agentId, name, kid, protection, enrolledAt, dongles }) => ({
    agentId,
    name,
    shortKid: kid.slice(0, SHOWN_KID),
    protection,
    keyLabels: dongles.map(({ dongle }) => dongle.key.label),
    since: dongles[0]?.addedAt ?? enrolledAt,
    lastUsedAt: newest(dongles.map(({ lastUsedAt }) => lastUsedAt)),
    isThisOne: session?.watchedBy === agentId,
  }));
}

function newest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce<Date | null>(
    (latest, instant) => (instant !== null && (latest === null || instant > latest) ? instant : latest),
    null,
  );
}
