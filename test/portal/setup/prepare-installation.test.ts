import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { prepareInstallation } from '#portal/setup/prepare-installation.server.ts';
import type { Db } from '#prisma/client.ts';
import { auditTypes } from '#test/support/auth.ts';
import { productionVariables, test as withInstallation } from '#test/support/installation.ts';
import type { Installation } from '#test/support/installation.ts';

const test = withInstallation.extend<{
  /** Writes a policy file. @returns its path */
  writePolicy: (content: unknown) => Promise<string>;
}>({
  writePolicy: ({ dataDir }, use) =>
    use(async (content) => {
      const file = join(dataDir, 'policy.json');
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    }),
});

test('a first start in production writes down mode, relying party and strict rules, and no demo', async ({
  db,
  openInstallation,
}) => {
  const { outcome, printed } = await prepare(openInstallation(productionVariables()));
  expect(outcome).toEqual({ ok: true });
  expect(printed).toEqual(['installation: production, keys bound to portal.example']);
  expect(await db.installation.findMany()).toMatchObject([
    { id: 1, mode: 'production', rpId: 'portal.example', timeZone: 'Europe/Moscow', demoLoadedAt: null },
  ]);
  expect(await policies(db)).toEqual([PRODUCTION_POLICY]);
  expect(await auditTypes(db)).toEqual(['installation_created: production']);
  expect([await db.holder.count(), await db.customerAccount.count(), await db.source.count()]).toEqual([
    0, 0, 0,
  ]);
});

test('a second call changes nothing, whatever the settings say by then', async ({ db, openInstallation }) => {
  await prepare(openInstallation(productionVariables()));
  const before = await everything(db);
  const again = await prepare(
    openInstallation({ ...productionVariables(), RP_ID: 'example', TIME_ZONE: 'Asia/Omsk' }),
  );
  expect(again).toEqual({ outcome: { ok: true }, printed: [] });
  expect(await everything(db)).toEqual(before);
});

test('POLICY_FILE seeds the first version of the rules and is ignored afterwards', async ({
  db,
  openInstallation,
  writePolicy,
}) => {
  const stricter: Policy = { ...PRODUCTION_POLICY, invitationDays: 3 };
  const variables = { ...productionVariables(), POLICY_FILE: await writePolicy(stricter) };
  await prepare(openInstallation(variables));
  expect(await policies(db)).toEqual([stricter]);

  await writePolicy('no rules at all');
  expect((await prepare(openInstallation(variables))).outcome).toEqual({ ok: true });
  expect(await policies(db)).toEqual([stricter]);
});

test.for([
  ['no rules at all', 'is no JSON'],
  [{ ...PRODUCTION_POLICY, session: { idleMinutes: 0, absoluteHours: 12 } }, 'session.idleMinutes: '],
  [{ ...PRODUCTION_POLICY, attestation: undefined }, 'attestation: '],
  [{ ...PRODUCTION_POLICY, attestations: {} }, 'the file: Unrecognized key: "attestations"'],
  [DEMO_POLICY, 'policy: staff keys must be attested in production'],
] as const)(
  'a POLICY_FILE with a fault is refused by name and nothing is written: %#',
  async ([content, fault], { db, openInstallation, writePolicy }) => {
    const POLICY_FILE = await writePolicy(content);
    const { outcome } = await prepare(openInstallation({ ...productionVariables(), POLICY_FILE }));
    expect(outcome).toMatchObject({ ok: false });
    expect(outcome.ok ? [] : outcome.faults).toContainEqual(
      expect.stringContaining(`POLICY_FILE: ${POLICY_FILE}: ${fault}`),
    );
    expect([await db.installation.count(), await db.policyVersion.count()]).toEqual([0, 0]);
  },
);

test('a POLICY_FILE that is not there is refused by name', async ({ openInstallation, dataDir }) => {
  const POLICY_FILE = join(dataDir, 'none.json');
  const { outcome } = await prepare(openInstallation({ ...productionVariables(), POLICY_FILE }));
  expect(outcome).toEqual({ ok: false, faults: [`POLICY_FILE: ${POLICY_FILE}: can't be read (ENOENT)`] });
});

test('a demo does not load its company into a production installation', async ({ db, openInstallation }) => {
  await prepare(openInstallation(productionVariables()));
  const before = await everything(db);
  await prepare(openInstallation());
  expect(await everything(db)).toEqual(before);
});

async function prepare(installation: Installation) {
  const printed: string[] = [];
  const outcome = await prepareInstallation({ ...installation, print: (line) => void printed.push(line) });
  return { outcome, printed };
}

async function policies(db: Db): Promise<unknown[]> {
  const versions = await db.policyVersion.findMany({ orderBy: { version: 'asc' } });
  return versions.map(({ policyJson }) => JSON.parse(policyJson));
}

async function everything(db: Db) {
  return {
    installation: await db.installation.findMany(),
    policies: await db.policyVersion.findMany(),
    events: await db.auditEvent.findMany(),
    holders: await db.holder.count(),
  };
}
