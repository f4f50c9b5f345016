import { describe, expect } from 'vitest';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { hashToken } from '#auth/tokens/opaque-token.ts';
import { createEnrolLink, hasAdministrator } from '#portal/setup/enrol-link.server.ts';
import type { EnrolLinkOutcome, EnrolLinkRequest, Terminal } from '#portal/setup/enrol-link.server.ts';
import type { Db } from '#prisma/client.ts';
import { auditTypes } from '#test/support/auth.ts';
import { aHolder, aKey, aMembership, aStaffHolder, anAccount } from '#test/support/builders.ts';
import { productionVariables, test as withInstallation } from '#test/support/installation.ts';

const LINE = /^enrol (\S+) (https?:\/\/\S+\/enrol#([\w-]{43})) code ([A-Z0-9]{4}-[A-Z0-9]{4}) name (.+)$/;
const MINUTE_MS = 60_000;

type Ask = (request: Partial<EnrolLinkRequest>) => Promise<EnrolLinkOutcome>;

type Fixtures = {
  /** Asks for a link in a demo. */
  inDemo: Ask;
  /** Asks for a link in production, at a terminal, and types the code that is shown. */
  atTerminal: Ask;
  /** The same, and types something else. */
  mistyping: Ask;
  /** The same with the output going into a file or a pipe. */
  intoFile: Ask;
};

const test = withInstallation.extend<Fixtures>({
  inDemo: async ({ db, openInstallation }, use) => {
    await withPolicy(db, DEMO_POLICY);
    await use(askOf(openInstallation(), null));
  },
  atTerminal: async ({ db, openInstallation }, use) => {
    await withPolicy(db, PRODUCTION_POLICY);
    const lowerCase = (code: string) => Promise.resolve(` ${code.toLowerCase()} `);
    await use(askOf(openInstallation(productionVariables()), { typeCode: lowerCase }));
  },
  mistyping: async ({ openInstallation }, use) => {
    const typeCode = () => Promise.resolve('0000-0000');
    await use(askOf(openInstallation(productionVariables()), { typeCode }));
  },
  intoFile: async ({ openInstallation }, use) => {
    await use(askOf(openInstallation(productionVariables()), null));
  },
});

const NOBODY: EnrolLinkRequest = { role: 'administrator', holder: null, name: null, isBreakGlass: false };

function askOf(
  installation: Omit<Parameters<typeof createEnrolLink>[0], 'terminal'>,
  terminal: Terminal,
): Ask {
  return (request) => createEnrolLink({ ...installation, terminal }, { ...NOBODY, ...request });
}

test('the demo makes a link for a person named by their id or by their name', async ({ db, inDemo }) => {
  const officer = await aStaffHolder(db, 'loyalty', { name: 'Ольга Демо' });
  for (const holder of [officer.id, 'Ольга Демо']) {
    const { line, link } = madeOf(await inDemo({ role: 'loyalty', holder }));
    expect(LINE.exec(line)?.slice(1)).toEqual([
      'loyalty',
      link.url,
      link.token,
      link.claimCode,
      'Ольга Демо',
    ]);
    expect(link.url).toBe(`http://localhost:3000/enrol#${link.token}`);
  }
});

test('only hashes of link and code are stored, and the log names the key', async ({ db, inDemo }) => {
  const officer = await aStaffHolder(db, 'loyalty');
  const { link } = madeOf(await inDemo({ role: 'loyalty', holder: officer.id }));
  const stored = await db.invitation.findUniqueOrThrow({ where: { id: link.invitationId } });
  expect(stored).toMatchObject({ tokenHash: hashToken(link.token), status: 'open', createdById: null });
  const everything = JSON.stringify([stored, await db.auditEvent.findMany({ omit: { seq: true } })]);
  for (const secret of [link.token, link.claimCode]) expect(everything).not.toContain(secret);
  expect(await auditTypes(db)).toEqual(['invitation_issued']);
});

test('asking twice leaves one key, and only the newer link is open', async ({ db, inDemo }) => {
  const officer = await aStaffHolder(db, 'loyalty');
  const first = madeOf(await inDemo({ role: 'loyalty', holder: officer.id }));
  const second = madeOf(await inDemo({ role: 'loyalty', holder: officer.id }));
  expect(await db.key.count()).toBe(1);
  expect(await statuses(db)).toEqual({
    [first.link.invitationId]: 'withdrawn',
    [second.link.invitationId]: 'open',
  });
});

test('a person who has a key gets a spare one', async ({ db, inDemo }) => {
  const officer = await aStaffHolder(db, 'loyalty');
  await aKey(db, { holderId: officer.id, accountId: null });
  madeOf(await inDemo({ role: 'loyalty', holder: officer.id }));
  expect(await db.key.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } })).toEqual([
    { status: 'active', _count: 1 },
    { status: 'assigned', _count: 1 },
  ]);
});

test('a customer’s key belongs to the account of which they are a member', async ({ db, inDemo }) => {
  const { id: accountId } = await anAccount(db);
  const buyer = await aHolder(db);
  await aMembership(db, { holderId: buyer.id, accountId, role: 'buyer' });
  madeOf(await inDemo({ role: 'customer', holder: buyer.id }));
  expect(await db.key.findMany({ select: { holderId: true, accountId: true } })).toEqual([
    { holderId: buyer.id, accountId },
  ]);
});

test('somebody unknown, of another role, or no longer there gets no link', async ({ db, inDemo }) => {
  const officer = await aStaffHolder(db, 'loyalty', { name: 'Officer' });
  const leaver = await aStaffHolder(db, 'loyalty', { name: 'Leaver', status: 'left' });
  const stranger = await aHolder(db, { name: 'Stranger' });
  for (const [role, holder, sentence] of [
    ['loyalty', 'Nobody', 'there is no loyalty "Nobody" here'],
    ['administrator', officer.id, `there is no administrator "${officer.id}" here`],
    ['customer', 'Officer', 'there is no customer "Officer" here'],
    ['loyalty', leaver.id, `there is no loyalty "${leaver.id}" here`],
    ['customer', stranger.id, 'Stranger is a member of no customer account'],
    ['loyalty', null, '--holder names the person: their id or their name'],
  ] as const) {
    expect(await inDemo({ role, holder })).toEqual({ ok: false, explanation: sentence });
  }
  expect([await db.key.count(), await db.invitation.count()]).toEqual([0, 0]);
});

test('of two people of one name, the operator says which one is meant', async ({ db, inDemo }) => {
  const [one, other] = [
    await aStaffHolder(db, 'loyalty', { name: 'Twin' }),
    await aStaffHolder(db, 'loyalty', { name: 'Twin' }),
  ];
  const outcome = await inDemo({ role: 'loyalty', holder: 'Twin' });
  expect(outcome.ok ? '' : outcome.explanation).toMatch(/^there are several people "Twin"; name one by id: /);
  for (const { id } of [one, other]) {
    expect(outcome.ok ? '' : outcome.explanation).toContain(id);
    expect((await inDemo({ role: 'loyalty', holder: id })).ok).toBe(true);
  }
});

test('ADM-02 production makes its first administrator at a terminal, for a quarter of an hour', async ({
  db,
  atTerminal,
}) => {
  const before = Date.now();
  const { line, link } = madeOf(await atTerminal({ name: 'Анна Первая' }));
  expect(LINE.exec(line)?.[5]).toBe('Анна Первая');
  expect(link.url).toMatch(/^https:\/\/portal\.example\/enrol#/);
  expect(await db.holder.findMany({ select: { kind: true, staffRole: true, name: true } })).toEqual([
    { kind: 'staff', staffRole: 'administrator', name: 'Анна Первая' },
  ]);
  const { expiresAt } = await db.invitation.findUniqueOrThrow({ where: { id: link.invitationId } });
  expect(expiresAt.getTime()).toBeGreaterThanOrEqual(before + 15 * MINUTE_MS);
  expect(expiresAt.getTime()).toBeLessThan(Date.now() + 15 * MINUTE_MS + 1);
  expect(await auditTypes(db)).toEqual(['staff_added: first_administrator', 'invitation_issued']);
});

test('ADM-02 asking twice for the first administrator leaves one person, one key and one open link', async ({
  db,
  atTerminal,
}) => {
  const first = madeOf(await atTerminal({ name: 'Анна Первая' }));
  const second = madeOf(await atTerminal({ name: 'Анна Первая' }));
  expect([await db.holder.count(), await db.key.count()]).toEqual([1, 1]);
  expect(await statuses(db)).toEqual({
    [first.link.invitationId]: 'withdrawn',
    [second.link.invitationId]: 'open',
  });
});

test('ADM-02 production prints no claim code into a file, and nobody is added', async ({ db, intoFile }) => {
  const outcome = await intoFile({ name: 'Анна Первая' });
  expect(outcome).toEqual({ ok: false, explanation: expect.stringContaining('on a terminal only') });
  expect(await db.holder.count()).toBe(0);
});

test('ADM-02 once an administrator has an active key, the portal is the only way for another', async ({
  db,
  atTerminal,
}) => {
  const administrator = await aStaffHolder(db, 'administrator');
  const key = await aKey(db, { holderId: administrator.id, accountId: null });
  expect(await hasAdministrator(db)).toBe(true);
  const refused = await atTerminal({ name: 'Another' });
  expect(refused).toEqual({ ok: false, explanation: expect.stringContaining('has an active key already') });

  await db.key.update({ where: { id: key.id }, data: { status: 'revoked' } });
  expect(await hasAdministrator(db)).toBe(false);
  expect((await atTerminal({ name: 'Another' })).ok).toBe(true);
});

test('ADM-02 production invites nobody else at the terminal, and nobody without a name', async ({
  db,
  atTerminal,
}) => {
  const officer = await aStaffHolder(db, 'loyalty');
  for (const role of ['account-manager', 'loyalty', 'auditor', 'customer'] as const) {
    const outcome = await atTerminal({ role, holder: officer.id, name: 'Somebody' });
    expect(outcome).toEqual({
      ok: false,
      explanation: expect.stringContaining('only administrators are invited here'),
    });
  }
  expect(await atTerminal({ holder: officer.id })).toEqual({
    ok: false,
    explanation: '--name "NAME" says who the administrator is',
  });
  expect(await db.invitation.count()).toBe(0);
});

test('ADM-02 whoever does not type the code that is shown gets no link, and nobody is added', async ({
  db,
  mistyping,
}) => {
  const outcome = await mistyping({ name: 'Анна Первая' });
  expect(outcome).toEqual({ ok: false, explanation: expect.stringContaining('not the code') });
  expect([await db.holder.count(), await db.invitation.count()]).toEqual([0, 0]);
});

test('ADM-02 of the links that were made at the terminal only the newest is open', async ({
  db,
  atTerminal,
}) => {
  const first = madeOf(await atTerminal({ name: 'Анна Первая' }));
  const second = madeOf(await atTerminal({ name: 'Борис Второй' }));
  expect(await statuses(db)).toEqual({
    [first.link.invitationId]: 'withdrawn',
    [second.link.invitationId]: 'open',
  });
});

describe('with --break-glass', () => {
  test('ADM-02 a further administrator’s link opens after a day, and all the staff are told at once', async ({
    db,
    atTerminal,
  }) => {
    await anAdministrator(db);
    const before = Date.now();
    const { link, opensAt } = madeOf(await atTerminal({ name: 'Вера Вторая', isBreakGlass: true }));
    const stored = await db.invitation.findUniqueOrThrow({ where: { id: link.invitationId } });
    expect(stored.opensAt).toEqual(opensAt);
    expect(stored.opensAt?.getTime()).toBeGreaterThanOrEqual(before + DAY_MS);
    expect(stored.expiresAt.getTime() - (stored.opensAt?.getTime() ?? 0)).toBe(DAY_MS);
    expect(await auditTypes(db)).toEqual([
      'staff_added: break_glass',
      'invitation_issued',
      'staff_noticed',
      'alarm_raised',
    ]);
    expect(await db.alarm.findMany({ select: { kind: true, keyId: true } })).toEqual([
      { kind: 'break_glass', keyId: stored.keyId },
    ]);
  });

  test('ADM-02 it takes a terminal and the typed code as well', async ({ db, intoFile, mistyping }) => {
    await anAdministrator(db);
    for (const ask of [intoFile, mistyping])
      expect(await ask({ name: 'Вера Вторая', isBreakGlass: true })).toMatchObject({ ok: false });
    expect(await db.invitation.count()).toBe(0);
  });

  test('ADM-02 it is refused where there is no administrator: that is no emergency', async ({
    db,
    atTerminal,
  }) => {
    const outcome = await atTerminal({ name: 'Анна Первая', isBreakGlass: true });
    expect(outcome).toEqual({ ok: false, explanation: expect.stringContaining('leave --break-glass out') });
    expect(await db.holder.count()).toBe(0);
  });
});

const DAY_MS = 24 * 60 * MINUTE_MS;

async function anAdministrator(db: Db): Promise<void> {
  const administrator = await aStaffHolder(db, 'administrator');
  await aKey(db, { holderId: administrator.id, accountId: null });
}

function madeOf(outcome: EnrolLinkOutcome) {
  if (!outcome.ok) throw new Error(outcome.explanation);
  return outcome;
}

async function withPolicy(db: Db, policy: object): Promise<void> {
  const policyJson = JSON.stringify(policy);
  await db.policyVersion.create({ data: { version: 1, policyJson, reason: 'test', createdAt: new Date() } });
}

async function statuses(db: Db): Promise<Record<string, string>> {
  const invitations = await db.invitation.findMany({ select: { id: true, status: true } });
  return Object.fromEntries(invitations.map(({ id, status }) => [id, status]));
}
