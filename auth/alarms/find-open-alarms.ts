import type { Db } from '#prisma/client.ts';
import { ALARM_KINDS } from './raise-alarm.ts';
import type { AlarmKind } from './raise-alarm.ts';

export type OpenAlarm = {
  id: string;
  /** Null: a kind that this version does not know. */
  kind: AlarmKind | null;
  raisedAt: Date;
  keyId: string | null;
  /** Of an alarm about an account and none of its keys. */
  accountName: string | null;
  key: { label: string; status: string; holderName: string | null; accountName: string | null } | null;
};

/** More than anybody can look at in a day; the newest first, so that a flood of old ones hides none of them. */
const SHOWN = 100;

/** Alarms that nobody has settled. */
export async function findOpenAlarms(db: Db): Promise<OpenAlarm[]> {
  const alarms = await db.alarm.findMany({
    where: { settledAt: null },
    orderBy: [{ raisedAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
    select: { id: true, kind: true, raisedAt: true, keyId: true, accountId: true },
  });
  const keys = await db.key.findMany({
    where: { id: { in: alarms.flatMap(({ keyId }) => keyId ?? []) } },
    select: {
      id: true,
      label: true,
      status: true,
      holder: { select: { name: true } },
      account: { select: { name: true } },
    },
  });
  const accounts = await db.customerAccount.findMany({
    where: {
      id: { in: alarms.flatMap(({ keyId, accountId }) => (keyId === null ? (accountId ?? []) : [])) },
    },
    select: { id: true, name: true },
  });
  const accountNameById = new Map(accounts.map(({ id, name }) => [id, name]));
  const keyById = new Map(keys.map((key) => [key.id, key]));
  return alarms.map(({ kind, accountId, ...alarm }) => {
    const key = alarm.keyId === null ? undefined : keyById.get(alarm.keyId);
    return {
      ...alarm,
      accountName: accountNameById.get(accountId ?? '') ?? null,
      kind: ALARM_KINDS.find((known) => known === kind) ?? null,
      key:
        key === undefined
          ? null
          : {
              label: key.label,
              status: key.status,
              holderName: key.holder?.name ?? null,
              accountName: key.account?.name ?? null,
            },
    };
  });
}
