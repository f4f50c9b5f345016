/**
 * Whoever has lost the key, the membership, the account or the session gets, on every address and as page and as data,
 * what somebody without a session gets: at the next request, and not a byte more.
 */
import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import type { SignedIn } from '#test/support/builders.ts';
import { aMembershipWithKeys } from '#test/support/builders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { ask, differenceOf, pageDataOf, waysOf } from './answers.ts';
import type { Answer } from './answers.ts';
import { allReads } from './customer-routes.ts';
import { isNamedIn } from './party.ts';
import { test } from './world-test.ts';
import { NOW, signIn } from './world.ts';
import type { Customer } from './world.ts';

type Who = { customer: Customer; person: SignedIn };

type Ending = {
  name: string;
  end: (portal: TestPortal, db: Db, who: Who) => Promise<unknown>;
};

/** As the manager does it at the desk, where the desk can. */
const ENDINGS: Ending[] = [
  {
    name: 'a key is suspended',
    end: (portal, _db, { customer, person }) =>
      atDesk(portal, customer, `/desk/keys/${person.keyId}/suspend`),
  },
  {
    name: 'a key is revoked',
    end: (portal, _db, { customer, person }) => atDesk(portal, customer, `/desk/keys/${person.keyId}/revoke`),
  },
  {
    name: 'a person is removed from the account',
    end: (portal, _db, { customer, person }) =>
      atDesk(portal, customer, `/desk/customers/${customer.accountId}/people/${person.holderId}/remove`),
  },
  {
    name: 'REC-08 the account is closed',
    end: async (portal, _db, { customer }) => {
      const path = `/desk/customers/${customer.accountId}/close`;
      const page = await portal.page(path, { as: customer.manager });
      const keysHash = /name="keysHash" value="([^"]*)"/.exec(page)?.[1] ?? '';
      await atDesk(portal, customer, path, { keysHash });
    },
  },
  {
    name: 'a session is ended by the manager',
    end: (portal, _db, { customer, person }) =>
      atDesk(portal, customer, `/desk/keys/${person.keyId}/sessions/${person.sessionId}/end`),
  },
  ...['suspended', 'revoked', 'assigned'].map((status) => ({
    name: `a key is ${status} and its session was left open`,
    end: (_portal: TestPortal, db: Db, { person: { keyId: id } }: Who) =>
      db.key.update({ where: { id }, data: { status } }),
  })),
  {
    name: 'a membership is removed and its session was left open',
    end: (_portal, db, { person: { holderId } }) =>
      db.membership.updateMany({ where: { holderId }, data: { status: 'removed' } }),
  },
  {
    name: 'a person leaves the company',
    end: (_portal, db, { person: { holderId: id } }) =>
      db.holder.update({ where: { id }, data: { status: 'left' } }),
  },
  {
    name: 'a membership has a role that nobody knows',
    end: (_portal, db, { person: { holderId } }) =>
      db.membership.updateMany({ where: { holderId }, data: { role: 'admirer' } }),
  },
  {
    name: 'a session has come to its limit',
    end: (_portal, db, { person: { sessionId: id } }) =>
      db.session.update({ where: { id }, data: { expiresAt: NOW } }),
  },
  {
    name: 'a session was idle for too long',
    end: (_portal, db, { person: { sessionId: id } }) =>
      db.session.update({ where: { id }, data: { lastSeenAt: new Date(NOW.getTime() - 86_400_000) } }),
  },
  {
    name: 'an account is closed',
    end: (_portal, db, { customer: { accountId: id } }) =>
      db.customerAccount.update({ where: { id }, data: { status: 'closed' } }),
  },
];

test.for(ENDINGS)(
  'when $name every address answers as to somebody without a session',
  async ({ end }, { world }) => {
    const { portal, db, quartz } = world;
    const person = await signIn(db, quartz);
    expect(await portal.page('/orders', { as: person })).toContain('ORDER-QUARTZ');

    await end(portal, db, { customer: quartz, person });

    expect(await differencesFromNobody(portal, quartz, person)).toEqual([]);
    await db.customerAccount.update({ where: { id: quartz.accountId }, data: { status: 'active' } });
  },
);

test('somebody of two customers who is removed from one is out of it, and sees nothing of it from the other', async ({
  world: { portal, db, quartz, zircon: zirconOfAnother },
}) => {
  const zircon = { ...zirconOfAnother, manager: quartz.manager };
  await giveAccount(db, zircon);
  const inQuartz = await signIn(db, quartz);
  await aMembershipWithKeys(db, { holderId: inQuartz.holderId, accountId: zircon.accountId });
  const toZircon = { accountId: zircon.accountId };
  expect(await portal.page('/my-key', { as: inQuartz })).toContain('ACCOUNT-ZIRCON');
  const moved = await portal.request('/switch-account', { as: inQuartz, form: toZircon });
  expect(moved.headers.get('location')).toBe('/home');
  expect(await portal.page('/orders', { as: inQuartz })).toContain('ORDER-ZIRCON');

  await atDesk(portal, zircon, `/desk/customers/${zircon.accountId}/people/${inQuartz.holderId}/remove`);

  expect(await differencesFromNobody(portal, zircon, inQuartz)).toEqual([]);
  await db.session.update({
    where: { id: inQuartz.sessionId },
    data: { accountId: quartz.accountId, endedAt: null, endedReason: null },
  });
  for (const { path } of allReads({ ...quartz, ...inQuartz })) {
    const { text } = await ask(portal, path, { as: inQuartz });
    expect([path, isNamedIn(zircon, text)]).toEqual([path, false]);
  }
  const back = await portal.request('/switch-account', { as: inQuartz, form: toZircon });
  expect(back.status).toBe(404);
  await giveAccount(db, zirconOfAnother);
});

async function giveAccount(db: Db, { accountId, manager }: Customer): Promise<void> {
  await db.customerAccount.update({
    where: { id: accountId },
    data: { accountManagerId: manager.holderId },
  });
}

async function atDesk(
  portal: TestPortal,
  { manager }: Customer,
  path: string,
  more: Record<string, string> = {},
): Promise<void> {
  const { status } = await portal.request(path, {
    as: manager,
    form: { reason: 'lost', revokesKeys: 'yes', ...more },
  });
  if (status !== 302) throw new Error(`the desk answered ${status} at ${path}`);
}

/** How what the person gets differs from what nobody gets; why they must sign in again is no difference. */
async function differencesFromNobody(
  portal: TestPortal,
  customer: Customer,
  person: SignedIn,
): Promise<string[]> {
  const differences: string[] = [];
  for (const { path, file } of allReads({ ...customer, sessionId: person.sessionId, keyId: person.keyId })) {
    if (path.startsWith('/locked')) continue; // what it shows of nobody is in test/portal/login/locked.test.ts
    for (const way of [...waysOf(path), pageDataOf(path, file)]) {
      const [theirs, nobodys] = [await ask(portal, way, { as: person }), await ask(portal, way, {})];
      const difference = differenceOf(withoutReason(theirs), withoutReason(nobodys));
      if (difference !== null) differences.push(difference);
    }
  }
  return differences;
}

function withoutReason({ headers, text, ...answer }: Answer): Answer {
  // A locked session leads to the page that unlocks it, which somebody without one is led on from.
  const plain = (said: string) => said.replace(/[?&]reason=(key|ended)/, '').replace('/locked', '/sign-in');
  const told = Object.entries(headers).map(([name, value]) => [name, plain(value)]);
  return { ...answer, text: plain(text), headers: Object.fromEntries(told) as Record<string, string> };
}
