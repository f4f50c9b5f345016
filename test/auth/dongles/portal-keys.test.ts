/** The portal's own keys towards agents, and the secrets that it keeps for dongles. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { beginKeyChange, endKeyChange, findPortalKeys } from '#auth/dongles/portal-keys.ts';
import { resealDongleSecrets } from '#auth/dongles/reseal-secrets.ts';
import { parseSecret, setDongleSecret } from '#auth/dongles/set-secret.ts';
import { createEnvelope } from '#auth/tokens/envelope.ts';
import { thumbprintOf } from '#auth/wire/jwk.ts';
import { decideKeys } from '#key-agent/portals/pinned-keys.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { auditTypes, openTestAuth, TRACE } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import {
  aYubikey,
  beginWithDongle,
  enrolledDongle,
  inviteDongle,
  signInWithDongle,
} from '#test/support/soft-agent.ts';
import { finishDongleSignIn } from '#auth/dongles/finish-sign-in.ts';

const HEX = '303132333435363738393a3b3c3d3e3f40414243';

test('the first question makes the portal’s keys, also where two processes ask at once', async ({ db }) => {
  const auth = openTestAuth(db);
  const [one, other] = await Promise.all([findPortalKeys(auth), findPortalKeys(auth)]);
  expect(one.set).toEqual(other.set);
  expect(one.set).toMatchObject({ version: 1 });
  expect(await db.agentPortalKey.count()).toBe(2);
  const stored = JSON.stringify(await db.agentPortalKey.findMany({ select: { privateSealed: true } }));
  expect(stored).not.toContain('"d"');
});

test('AGT-05 the portal’s keys change in two steps that every agent in use follows', async ({ db }) => {
  const auth = openTestAuth(db);
  const before = await findPortalKeys(auth);
  expect(await beginKeyChange(auth)).toEqual({ ok: true, version: 2 });
  expect(await beginKeyChange(auth)).toEqual({ ok: false, reason: 'under_way' });
  const both = await findPortalKeys(auth);
  expect(both.signing.kid).toBe(before.signing.kid);
  expect(both.set.signing).toHaveLength(2);
  expect(await decideKeys(before.set, { offered: both.set, signedBy: both.signing.kid })).toBe('rotate');
  expect([...both.opening.keys()]).toContain([...before.opening.keys()][0]);

  expect(await endKeyChange(auth)).toEqual({ ok: true, version: 3 });
  expect(await endKeyChange(auth)).toEqual({ ok: false, reason: 'nothing_to_end' });
  const after = await findPortalKeys(auth);
  expect(after.set.signing).toHaveLength(1);
  expect(after.signing.kid).not.toBe(before.signing.kid);
  expect(await thumbprintOf(after.set.encryption)).toBe([...after.opening.keys()][0]);
  expect(await decideKeys(both.set, { offered: after.set, signedBy: after.signing.kid })).toBe('rotate');
  expect((await auditTypes(db)).filter((type) => type === 'agent_keys_changed')).toHaveLength(2);
});

test('an answer that was sealed before a change of the keys is still read during it', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const begun = await beginWithDongle(auth, key, { unlike: { isSealed: true } });
  await beginKeyChange(auth);
  expect((await finishDongleSignIn(auth, begun)).ok).toBe(true);
});

test('ADM-10 secrets of dongles and the portal’s keys move to a new envelope key, and lost ones are told', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [old, fresh] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
  auth.envelope = createEnvelope([old]);
  const key = await enrolledDongle(auth);
  expect(await resealDongleSecrets(db, createEnvelope([fresh, old]))).toEqual({
    resealed: 3,
    unchanged: 0,
    lost: 0,
  });
  expect(await resealDongleSecrets(db, createEnvelope([fresh, old]))).toEqual({
    resealed: 0,
    unchanged: 3,
    lost: 0,
  });
  auth.envelope = createEnvelope([fresh]);
  expect((await signInWithDongle(auth, key)).ok).toBe(true);
  expect(await resealDongleSecrets(db, createEnvelope([old]))).toEqual({
    resealed: 0,
    unchanged: 0,
    lost: 3,
  });
});

test('a sealed secret opens under its own name and for its own purpose only, whole and with its key', () => {
  const one = ['dongle one'] as const;
  const key = new Uint8Array(randomBytes(32));
  const envelope = createEnvelope([key]);
  const sealed = envelope.seal(one, Buffer.from('secret'));
  expect(Buffer.from(envelope.open(one, sealed) ?? []).toString()).toBe('secret');
  expect(envelope.open(['dongle two'], sealed)).toBeNull();
  expect(createEnvelope([new Uint8Array(32)]).open(one, sealed)).toBeNull();
  expect(createEnvelope([key], 'brelok source credentials').open(one, sealed)).toBeNull();
  for (const at of [0, 5, 20, 40, sealed.length - 2]) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    expect(envelope.open(one, `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`)).toBeNull();
  }
  expect(envelope.open(one, '')).toBeNull();
  expect(envelope.seal(one, Buffer.from('secret'))).not.toBe(sealed);
});

test('a secret is taken in any grouping, of the right length, and never one byte over and over', () => {
  expect(parseSecret('hmac-sha1', HEX)).toHaveLength(20);
  expect(parseSecret('hmac-sha1', HEX.toUpperCase().replaceAll(/(..)/g, '$1 '))).toHaveLength(20);
  expect(parseSecret('hmac-sha256', `${HEX}${HEX.slice(0, 24)}`)).toHaveLength(32);
  for (const typed of ['', HEX.slice(2), `${HEX}00`, `${HEX.slice(0, -1)}g`, '0b'.repeat(20)]) {
    expect(parseSecret('hmac-sha1', typed)).toBeNull();
  }
  expect(parseSecret('hmac-sha256', HEX)).toBeNull();
});

test('ADM-03 only the customer’s own manager writes a secret down, and only until the dongle is registered', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const dongle = aYubikey();
  const { keyId, accountId } = await inviteDongle(auth, dongle);
  const [manager, colleague] = [await aStaffActor(db), await aStaffActor(db)];
  await db.customerAccount.update({
    where: { id: accountId ?? '' },
    data: { accountManagerId: manager.holderId },
  });
  const write = (actor = manager, typed = HEX) =>
    setDongleSecret(auth, { keyId, kind: 'hmac-sha1', typed, actor, trace: TRACE });
  expect(await write(colleague)).toEqual({ ok: false, reason: 'not_found' });
  expect(await write(manager, 'not hex')).toEqual({ ok: false, reason: 'not_a_secret' });
  expect(await write()).toEqual({ ok: true });
  expect((await auditTypes(db)).at(-1)).toBe('dongle_secret_set: hmac-sha1');
  const events = await db.auditEvent.findMany({ select: { detailsJson: true, note: true, reason: true } });
  expect(JSON.stringify(events)).not.toContain(HEX);
  await db.key.update({ where: { id: keyId }, data: { kind: 'static-code' } });
  expect(await write()).toEqual({ ok: false, reason: 'not_found' });
  await db.key.update({ where: { id: keyId }, data: { kind: 'challenge-response', status: 'active' } });
  expect(await write()).toEqual({ ok: false, reason: 'not_found' });
});
