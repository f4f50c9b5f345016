/** Addresses of the staff about things that are there. */
import { peppersOf } from '#auth/tokens/peppers.ts';
import type { Db } from '#prisma/client.ts';
import { signedInStaff } from '#test/support/builders.ts';
import {
  aHeldClaim,
  aHeldRequest,
  anAgentOf,
  aSessionOf,
  sourceFactsOf,
} from '#test/support/desk-builders.ts';
import type { Desk } from '#test/support/desk-builders.ts';
import { aBulkList, aStaffProposal } from '#test/support/four-eyes.ts';
import { aDiscount } from '#test/support/loyalty-builders.ts';
import { aServerPin } from '#test/support/u2f.ts';

/** The address about something that is there and, at the desk, the manager's. */
export async function staffPathOf(db: Db, pattern: string, desk: Desk): Promise<string> {
  const facts = await sourceFactsOf(db, desk);
  const session = await aSessionOf(db, desk);
  if (pattern.endsWith('-pin'))
    await aServerPin(db, { keyId: desk.keyId, peppers: peppersOf([new Uint8Array(32)]) });
  const isAboutStaff = pattern.startsWith('/admin');
  const ids: Record<string, string> = {
    accountId: desk.account.id,
    holderId: isAboutStaff ? await aColleague(db, pattern, desk) : desk.person.id,
    keyId: pattern.startsWith('/desk/stock/') ? await aKeyInStock(db) : desk.keyId,
    sessionId: session.id,
    change: 'suspend',
    counterpartyId: facts.waitingCounterpartyId,
    tieId: facts.tieId,
    agentId: (await anAgentOf(db, desk)).id,
    rowId: facts.movedRowId,
    sourceId: facts.sourceId,
    claimId: pattern.includes(':claimId') ? (await aHeldClaim(db, desk)).id : '',
    requestId: pattern.includes(':requestId') ? (await aHeldRequest(db, desk)).id : '',
    discountId: (await aDiscount(db)).id,
    proposalId: pattern.includes(':proposalId') ? await aProposal(db, pattern, desk) : '',
  };
  return pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`nothing stands for :${name}`);
    return id;
  });
}

/** What waits for an administrator; at the desk, a list of keys that the manager asked for. */
async function aProposal(db: Db, pattern: string, desk: Desk): Promise<string> {
  if (pattern.startsWith('/desk')) return aBulkList(db, desk);
  return (await aStaffProposal(db)).proposalId;
}

async function aKeyInStock(db: Db): Promise<string> {
  const key = await db.key.create({ data: { status: 'stocked', label: 'Stock' }, select: { id: true } });
  return key.id;
}

/** Only managers have deputies. */
async function aColleague(db: Db, pattern: string, desk: Desk): Promise<string> {
  return pattern.endsWith('/deputies')
    ? desk.manager.holderId
    : (await signedInStaff(db, 'auditor')).holderId;
}
