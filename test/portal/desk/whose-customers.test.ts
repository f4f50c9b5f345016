/** ADM-03 on every address of the desk, read from the route table, so that a new one can't be forgotten. */
import type { RouteConfigEntry } from '@react-router/dev/routes';
import { expect } from 'vitest';
import routes from '#portal/routes.ts';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import {
  aDesk,
  aHeldClaim,
  aHeldRequest,
  anAgentOf,
  aSessionOf,
  sourceFactsOf,
} from '#test/support/desk-builders.ts';
import { aBulkList } from '#test/support/four-eyes.ts';
import { test } from '#test/support/portal-test.ts';
import { STAFF_ROUTES } from '../isolation/staff-routes.ts';

const PATTERNS = patternsIn(routes).filter((path) => path.startsWith('desk'));

/** What a manager who does know the ids would send; every form is complete. */
const FORM = {
  name: 'Mallory',
  role: 'owner',
  language: 'en',
  intent: 'join',
  reason: 'because',
  revokesKeys: 'yes',
  label: 'Red',
  kind: 'fido2',
  evidence: 'seen-in-person',
  way: 'courier',
  taxId: '7700000000',
  legalName: 'Demo company',
  address: 'new@works.example',
};

type Ids = Record<string, string>;

/** Everything that another manager's customer has, by the names of the parameters. */
async function foreignIds(db: Db): Promise<{ ids: Ids; form: Ids }> {
  const desk = await aDesk(db);
  const waiting = await aDesk(db, { status: 'assigned' });
  const session = await aSessionOf(db, desk);
  const facts = await sourceFactsOf(db, desk);
  return {
    ids: {
      accountId: desk.account.id,
      holderId: desk.person.id,
      keyId: desk.keyId,
      waitingKeyId: waiting.keyId,
      sessionId: session.id,
      tieId: facts.tieId,
      agentId: (await anAgentOf(db, desk)).id,
      counterpartyId: facts.waitingCounterpartyId,
      rowId: facts.movedRowId,
      proposalId: await aBulkList(db, desk),
      requestId: (await aHeldRequest(db, desk)).id,
      claimId: (await aHeldClaim(db, desk)).id,
    },
    form: {
      ...FORM,
      person: desk.person.id,
      holderId: desk.person.id,
      accountId: desk.account.id,
      seenCounterpartyId: facts.waitingCounterpartyId,
    },
  };
}

test('ADM-03 a manager opens no page of another manager’s customer', async ({ portal, db }) => {
  const { ids } = await foreignIds(db);
  const stranger = await signedInStaff(db, 'account-manager');
  const opened = [];
  for (const path of foreignPaths(ids)) {
    const { status, headers } = await portal.request(path, { as: stranger });
    // An address that only takes forms leads back to the desk without a word.
    const isHidden = status === 404 || (status === 302 && headers.get('location')?.startsWith('/desk'));
    if (!isHidden) opened.push([path, status]);
  }
  expect(opened).toEqual([]);
});

test('ADM-03 a manager changes nothing of another manager’s customer', async ({ portal, db }) => {
  const { ids, form } = await foreignIds(db);
  const stranger = await signedInStaff(db, 'account-manager');
  const before = await everything(db);
  const answered = [];
  for (const path of foreignPaths(ids)) {
    for (const intent of ['join', 'write', 'open']) {
      const { status } = await portal.request(path, { as: stranger, form: { ...form, intent } });
      if (status !== 404 && status !== 405) answered.push([path, intent, status]);
    }
  }
  expect(answered).toEqual([]);
  expect(await everything(db)).toEqual(before);
  const tried = { type: 'permission_refused', sessionId: stranger.sessionId };
  expect(await db.auditEvent.count({ where: tried })).toBeGreaterThan(3);
});

test('the table above has every address of the desk that names something', async ({ db }) => {
  const { ids } = await foreignIds(db);
  const named = PATTERNS.filter((path) => path.includes(':'));
  expect(named.length).toBeGreaterThan(10);
  const parameters = new Set(named.flatMap((path) => path.match(/(?<=:)\w+/g) ?? []));
  parameters.delete('change');
  expect([...parameters].filter((name) => !(name in ids))).toEqual([]);
});

test('ADM-03 nobody but a manager opens the desk or sends it a form; an administrator only what stops a key', async ({
  portal,
  db,
}) => {
  const { ids, form } = await foreignIds(db);
  const people = [
    { person: await signedInStaff(db, 'administrator'), patterns: PATTERNS.filter(isClosedToAdministrators) },
    { person: await signedInStaff(db, 'loyalty'), patterns: PATTERNS },
    { person: await signedInStaff(db, 'auditor'), patterns: PATTERNS },
    {
      person: await signedInCustomer(db, { account: { id: ids['accountId'] ?? '' } }),
      patterns: PATTERNS,
    },
  ];
  const before = await everything(db);
  const answered = [];
  for (const { person, patterns } of people) {
    for (const path of [...foreignPaths(ids, patterns), '/desk', '/desk/ties']) {
      const read = await portal.request(path, { as: person });
      const sent = await portal.request(path, { as: person, form });
      if (read.status !== 403 || ![403, 405].includes(sent.status))
        answered.push([path, read.status, sent.status]);
    }
  }
  expect(answered).toEqual([]);
  expect(await everything(db)).toEqual(before);
});

test('ADM-01 a manager whose key nobody vouches for does not get to the desk', async ({ portal, db }) => {
  const { manager, account, keyId } = await aDesk(db);
  await db.key.update({ where: { id: manager.keyId }, data: { attestation: 'unattested' } });
  for (const path of ['/desk', `/desk/customers/${account.id}`, `/desk/keys/${keyId}/revoke`]) {
    expect([path, (await portal.request(path, { as: manager })).status]).toEqual([path, 403]);
  }
  const form = { reason: 'because' };
  const sent = await portal.request(`/desk/keys/${keyId}/revoke`, { as: manager, form });
  expect(sent.status).toBe(403);
});

/** Every address of the desk about something, about what another manager's customer has. */
function foreignPaths(ids: Ids, patterns = PATTERNS): string[] {
  const request = '?request=00000000-0000-4000-8000-000000000000';
  return patterns
    .filter((pattern) => pattern.includes(':'))
    .flatMap((pattern) => {
      const ofKey = pattern.endsWith('/new-link') ? (ids['waitingKeyId'] ?? '') : (ids['keyId'] ?? '');
      const path = `/${pattern}`
        .replace(':keyId', ofKey)
        .replace(/:(\w+)/g, (whole, name: string) => ids[name] ?? whole);
      const changes = ['suspend', 'resume', 'revoke'].map((change) => path.replace(':change', change));
      return path.includes(':change') ? changes : [`${path}${request}`];
    });
}

function isClosedToAdministrators(pattern: string): boolean {
  return STAFF_ROUTES[`/${pattern}`]?.opens.includes('administrator') !== true;
}

/** All that a desk can change. */
async function everything(db: Db) {
  return {
    accounts: await db.customerAccount.findMany({ orderBy: { id: 'asc' } }),
    people: await db.holder.count(),
    memberships: await db.membership.findMany({ orderBy: { id: 'asc' } }),
    keys: await db.key.findMany({ orderBy: { id: 'asc' } }),
    invitations: await db.invitation.count(),
    ended: await db.session.count({ where: { endedAt: { not: null } } }),
    ties: await db.accountTie.findMany({ orderBy: { id: 'asc' } }),
    moved: await db.movedRow.count(),
    events: await db.auditEvent.count({ where: { type: { notIn: ['permission_refused', 'step_up'] } } }),
  };
}

function patternsIn(entries: readonly RouteConfigEntry[]): string[] {
  return entries.flatMap(({ path, children }) => [
    ...(path === undefined ? [] : [path]),
    ...patternsIn(children ?? []),
  ]);
}
