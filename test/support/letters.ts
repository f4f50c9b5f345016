/** People with an address, and what was written to them. */
import { Letter } from '#auth/letters/letter.ts';
import type { LetterKind, LetterOf } from '#auth/letters/letter.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from './actors.ts';
import { aHolder, aMembership, anAccount, aStaffHolder } from './builders.ts';

/** Gives somebody an address. */
export async function withAddress(db: Db, holderId: string, address: string): Promise<void> {
  await db.holder.update({ where: { id: holderId }, data: { email: address } });
}

/** A person of an account who can be written to. */
export async function aReachable(
  db: Db,
  { accountId, address, role = 'buyer' }: { accountId: string; address: string; role?: CustomerRole },
): Promise<string> {
  const { id } = await aHolder(db);
  await aMembership(db, { holderId: id, accountId, role });
  await withAddress(db, id, address);
  return id;
}

/** An account with an owner, a buyer and a manager whom letters reach. */
export async function aReachableCompany(db: Db) {
  const manager = await aStaffActor(db);
  await withAddress(db, manager.holderId, 'manager@seller.example');
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId, name: 'Works LLC' });
  const ownerId = await aReachable(db, { accountId, role: 'owner', address: 'owner@works.example' });
  const buyerId = await aReachable(db, { accountId, address: 'buyer@works.example' });
  return { manager, accountId, ownerId, buyerId };
}

/** An administrator whom letters reach. */
export async function aReachableAdministrator(db: Db, address = 'admin@seller.example'): Promise<string> {
  const { id } = await aStaffHolder(db, 'administrator');
  await withAddress(db, id, address);
  return id;
}

/** To whom letters of a kind went, by address. */
export async function addressesOf(db: Db, kind: LetterKind): Promise<string[]> {
  const rows = await db.letter.findMany({ where: { kind }, select: { address: true } });
  return rows.map(({ address }) => address).toSorted();
}

/** What the letters of a kind say; each text once. */
export async function lettersOf<Kind extends LetterKind>(db: Db, kind: Kind): Promise<LetterOf<Kind>[]> {
  const rows = await db.letter.findMany({ where: { kind }, orderBy: { createdAt: 'asc' } });
  const said = [...new Set(rows.map(({ paramsJson }) => paramsJson))];
  return said.map((params) => Letter.parse({ ...JSON.parse(params), kind }) as LetterOf<Kind>); // the kind was asked for
}
