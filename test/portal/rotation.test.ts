/** What was made before a change of keys, and how it fares after a restart with the new ones, and without the old. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { verifyAudit } from '#auth/audit/verify-audit.ts';
import { mintChallenge, openChallenge } from '#auth/ceremonies/challenge.ts';
import { createInvitation, requireCode } from '#auth/invitations/create-invitation.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { hashStopCode, mintStopCode } from '#auth/keys/stop-code.ts';
import { stopByCode } from '#auth/keys/stop-by-code.ts';
import { isPinOf } from '#auth/pins/hash-pin.ts';
import { verifyPin } from '#auth/pins/verify-pin.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { runCommandLine } from '#portal/cli/run-command-line.ts';
import { resealDocuments } from '#portal/documents/reseal-documents.server.ts';
import { ROTATED_NAMES } from '#portal/secrets.server.ts';
import { openDocuments } from '#portal/start-services.server.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey } from '#test/support/actors.ts';
import { signedInCustomer } from '#test/support/builders.ts';
import { productionVariables, test } from '#test/support/installation.ts';
import type { Installation } from '#test/support/installation.ts';
import { aSource } from '#test/support/trade-builders.ts';
import { PIN, aServerPin } from '#test/support/u2f.ts';

const BROWSER = 'b'.repeat(43);
const PDF = Buffer.from('%PDF-1.7 an invoice');

/** One of each thing that a key was needed for. */
async function makeThings({ db, auth, env, secrets }: Installation) {
  const session = await signedInCustomer(db);
  const binding = { purpose: 'sign-in', browserToken: BROWSER } as const;
  const { state } = await mintChallenge({ ...binding, keys: auth.sealingKeys, now: auth.now() });
  const address = { id: randomUUID(), sha256: createHash('sha256').update(PDF).digest('hex') };
  await openDocuments(env, secrets).put(address, PDF);
  const { keyId, holderId, accountId } = await aManagedKey(db, { status: 'assigned' });
  const invitation = await db.$transaction((tx) =>
    createInvitation(tx, {
      keyId,
      createdById: null,
      days: 14,
      peppers: auth.peppers,
      audit: auth.audit,
      about: { holderId, accountId, actorId: null },
      now: auth.now(),
    }),
  );
  await auth.audit.recordRefusal(db, {
    type: 'sign_in_refused',
    result: 'refused',
    reason: 'a test',
    at: auth.now(),
  });
  return { session, state, address, invitation, ...(await makePrinted({ db, auth })) };
}

/** What people have in their heads and drawers: a PIN in use, one that nobody types, and the code on a sheet. */
async function makePrinted({ db, auth }: Pick<Installation, 'db' | 'auth'>) {
  const [inUse, asleep, stopped] = [
    await signedInCustomer(db),
    await signedInCustomer(db),
    await signedInCustomer(db),
  ];
  for (const { keyId } of [inUse, asleep]) await aServerPin(db, { keyId, peppers: auth.peppers });
  const stopCode = mintStopCode();
  const stopCodeHash = hashStopCode(auth.peppers.current, stopCode);
  await db.key.update({ where: { id: stopped.keyId }, data: { stopCodeHash } });
  return { inUse, asleep, stopCode };
}

type Printed = Awaited<ReturnType<typeof makePrinted>>;

async function lookAtPrinted(
  { db, auth }: Pick<Installation, 'db' | 'auth'>,
  { inUse, asleep, stopCode }: Printed,
) {
  const { keyId: id, holderId, accountId } = inUse;
  const pin = await verifyPin<object, never>(auth, {
    key: { id, holderId, accountId },
    typed: PIN,
    trace: TRACE,
    after: () => Promise.resolve({ ok: true }),
  });
  const { keyId } = asleep;
  const { hash } = await db.serverPin.findUniqueOrThrow({ where: { keyId } });
  return {
    pin: pin.ok,
    unusedPin: await isPinOf(auth.peppers, hash, { keyId, pin: PIN }),
    stopCode: (await stopByCode(auth, { typed: stopCode, trace: TRACE })).ok,
  };
}

/** Which of them still work. */
async function lookAt(
  { db, auth, env, secrets }: Installation,
  { session, state, address, invitation, ...printed }: Awaited<ReturnType<typeof makeThings>>,
) {
  const now = auth.now();
  const challenge = await openChallenge(state, {
    keys: auth.sealingKeys,
    purpose: 'sign-in',
    browserToken: BROWSER,
    now,
  });
  const code = await openInvitation(auth, {
    ...requireCode(invitation),
    browserToken: BROWSER,
    trace: TRACE,
  });
  const log = await verifyAudit(db, { auditKeys: secrets.auditKeys, checkpoints: [] });
  return {
    session: (await findSession(db, { token: session.token, policy: PRODUCTION_POLICY, now })).ok,
    challenge: challenge.ok,
    document: (await openDocuments(env, secrets).open(address)).ok,
    claimCode: code.ok,
    ...(await lookAtPrinted({ db, auth }, printed)),
    log: log.ok,
  };
}

const ALL = {
  session: true,
  challenge: true,
  document: true,
  claimCode: true,
  pin: true,
  unusedPin: true,
  stopCode: true,
  log: true,
};

test('ADM-10 a session, a challenge, a document, codes, PINs and the log survive a rotation; the old keys gone, what they made does not, but a PIN that was used since', async ({
  openInstallation,
}) => {
  const variables = productionVariables();
  const before = openInstallation(variables);
  const things = await makeThings(before);
  expect(await lookAt(before, things)).toEqual(ALL);

  const newer = await rotate(variables);
  const after = openInstallation(newer);
  expect(await after.audit.beginEpoch(after.db, after.auth.now())).toBe(true);
  expect(await lookAt(after, things)).toEqual(ALL);
  const later = await makeThings(after);

  const onlyNew = openInstallation(
    await rotate(newer, '--drop', '--only', 'PEPPER,COOKIE_KEYS,ENVELOPE_KEY'),
  );
  expect(await lookAt(onlyNew, things)).toEqual({
    ...ALL,
    challenge: false,
    document: false,
    claimCode: false,
    unusedPin: false,
    stopCode: false,
  });
  expect(await lookAt(onlyNew, later)).toEqual(ALL);
  const withoutLogKey = openInstallation({ ...newer, AUDIT_KEY: newer['AUDIT_KEY']?.split(',')[0] });
  expect(await lookAt(withoutLogKey, later)).toEqual({ ...ALL, log: false });
});

test('ADM-10 documents are encrypted anew, so that the old envelope key can go', async ({
  db,
  openInstallation,
}) => {
  const variables = productionVariables();
  const before = openInstallation(variables);
  const address = await aStoredDocument(db);
  await openDocuments(before.env, before.secrets).put(address, PDF);
  const rotated = await rotate(variables, '--only', 'ENVELOPE_KEY');
  const onlyNew = await rotate(rotated, '--drop', '--only', 'ENVELOPE_KEY');
  const openWith = (settings: NodeJS.ProcessEnv) => {
    const { env, secrets } = openInstallation(settings);
    return openDocuments(env, secrets);
  };
  expect(await openWith(onlyNew).open(address)).toEqual({ ok: false, reason: 'damaged' });
  expect(await resealDocuments(db, openWith(rotated))).toMatchObject({ resealed: 1, damaged: 0 });
  expect(await resealDocuments(db, openWith(rotated))).toMatchObject({ resealed: 0, unchanged: 1 });
  expect(await openWith(onlyNew).open(address)).toMatchObject({ ok: true });
});

test('ADM-10 several servers learn a key before any of them uses it', async () => {
  const variables = productionVariables();
  const prepared = await rotate(variables, '--prepare');
  const promoted = await rotate(prepared, '--promote');
  for (const name of ROTATED_NAMES) {
    const [old, added] = prepared[name]?.split(',') ?? [];
    expect(old).toBe(variables[name]);
    expect(promoted[name]).toBe(`${added},${old}`);
  }
  expect(promoted['CHECKPOINT_KEY']).toBe(variables['CHECKPOINT_KEY']);
});

test('ADM-10 the log’s old keys can’t be dropped, nor one promoted that is not there', async () => {
  const rotated = await rotate(productionVariables());
  expect((await type(rotated, '--drop')).errors).toMatch(/^AUDIT_KEY: .* none may be dropped$/);
  const { exitCode, errors } = await type(productionVariables(), '--promote', '--only', 'PEPPER');
  expect([exitCode, errors]).toEqual([1, expect.stringContaining('--prepare first')]);
  expect((await type(rotated, '--only', 'CHECKPOINT_KEY')).exitCode).toBe(2);
  expect((await type(rotated, '--drop', '--prepare')).exitCode).toBe(2);
});

test('ADM-10 a demo’s keys are replaced whole, for its owner’s eyes only, and are not printed', async ({
  dataDir,
  openInstallation,
}) => {
  const { secrets } = openInstallation();
  const file = join(dataDir, 'demo-secrets.json');
  const before: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const { exitCode, printed } = await type({ DATA_DIR: dataDir });
  expect([exitCode, printed]).toEqual([0, expect.stringContaining('next start')]);
  expect(printed).not.toContain('demo-key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).not.toEqual(before);
  const { secrets: rotated } = openInstallation();
  expect(rotated.cookieKeys.slice(1)).toEqual(secrets.cookieKeys);
  expect(rotated.peppers.byVersion.has(secrets.peppers.current.version)).toBe(true);
  expect(rotated.peppers.current.version).not.toBe(secrets.peppers.current.version);
});

test('ADM-10 where there are no keys none are made by a rotation', async ({ dataDir }) => {
  const { exitCode, errors } = await type({ DATA_DIR: join(dataDir, 'none') });
  expect([exitCode, errors]).toEqual([1, expect.stringContaining('is missing')]);
  const { exitCode: production } = await type({
    BRELOK_MODE: 'production',
    ORIGIN: 'https://portal.example',
  });
  expect(production).toBe(1);
});

async function rotate(variables: NodeJS.ProcessEnv, ...options: string[]): Promise<NodeJS.ProcessEnv> {
  const { exitCode, printed } = await type(variables, ...options);
  expect(exitCode).toBe(0);
  return { ...variables, ...Object.fromEntries(printed.split('\n').map((line) => line.split('='))) };
}

async function type(variables: NodeJS.ProcessEnv, ...options: string[]) {
  const [printed, errors]: [string[], string[]] = [[], []];
  const exitCode = await runCommandLine({
    words: ['secrets', 'rotate', ...options],
    variables,
    calledFrom: '/',
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  });
  return { exitCode, printed: printed.join('\n'), errors: errors.join('\n') };
}

async function aStoredDocument(db: Db): Promise<{ id: string; sha256: string }> {
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  const source = await aSource(db);
  const { id } = await db.document.create({
    data: {
      id: 'document-1',
      sourceId: source.id,
      externalId: '1',
      syncedAt: new Date(),
      rowHash: '',
      kind: 'invoice',
      dataClass: 'money',
      title: 'Invoice',
      issuedOn: '2026-11-22',
      mediaType: 'application/pdf',
      sizeBytes: PDF.byteLength,
      sha256,
      fileName: 'invoice.pdf',
    },
    select: { id: true },
  });
  return { id, sha256 };
}
