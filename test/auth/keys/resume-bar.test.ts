import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { raiseAlarm } from '#auth/alarms/raise-alarm.ts';
import type { AlarmKind } from '#auth/alarms/raise-alarm.ts';
import { settleAlarm } from '#auth/alarms/settle-alarm.ts';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { judgeIssuedKeys } from '#auth/metadata/judge-issued-keys.ts';
import { PIN_TRIES } from '#auth/pins/count-pin-try.ts';
import { unlockPin } from '#auth/pins/unlock-pin.ts';
import { DEFAULT_METADATA_RULES } from '#auth/policy/metadata-rules.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { aManagedKey, aStaffActor } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { TRACE, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { someMetadata } from '#test/support/metadata.ts';
import { SOFT_AAGUID } from '#test/support/soft-authenticator.ts';
import { aServerPin } from '#test/support/u2f.ts';

const BROKEN = [{ status: 'USER_KEY_REMOTE_COMPROMISE', effectiveDate: '2026-11-20' }];
const MENDED = [...BROKEN, { status: 'UPDATE_AVAILABLE', effectiveDate: '2026-11-21' }];

async function aSuspendedKey(db: Db, statusReason: string): Promise<Managed & { auth: TestAuth }> {
  const managed = await aManagedKey(db, { status: 'suspended' });
  const { keyId } = managed;
  await db.key.update({ where: { id: keyId }, data: { statusReason } });
  await db.credential.create({
    data: {
      keyId,
      credentialId: new Uint8Array(randomBytes(32)),
      publicKey: new Uint8Array(randomBytes(32)),
      signCount: 0n,
      signCountAt: new Date(),
      aaguid: SOFT_AAGUID,
      format: 'packed',
      isBackupEligible: false,
      isUserVerified: true,
      createdAt: new Date(),
    },
  });
  return { ...managed, auth: openTestAuth(db) };
}

type Seat = Managed & { auth: TestAuth };

const asked = ({ keyId, manager: actor }: Seat) => ({ keyId, actor, reason: 'looked at it', trace: TRACE });
const resume = (seat: Seat) => changeKeyStatus(seat.auth, { ...asked(seat), transition: 'resume' });
const barred = (bar: string) => ({ ok: false, reason: 'not_resumable', bar });

describe('a key whose model the metadata speaks against', () => {
  test('REG-11 stays suspended as long as it does, and the weekly judgement agrees', async ({ db }) => {
    const seat = await aSuspendedKey(db, 'model_status_bad');
    await someMetadata(db, { number: 7, models: { [SOFT_AAGUID]: BROKEN } });
    expect(await resume(seat)).toEqual(barred('model_status_bad'));
    await someMetadata(db, { number: 8, models: { [SOFT_AAGUID]: [] } });
    expect(await resume(seat)).toMatchObject({ ok: true });
    expect(await judgeIssuedKeys(seat.auth)).toEqual({ suspended: 0 });
  });

  test('REG-11 stays suspended also when it was for another reason', async ({ db }) => {
    const seat = await aSuspendedKey(db, 'left on a train');
    await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN } });
    expect(await resume(seat)).toEqual(barred('model_status_bad'));
  });

  test('REG-10 the rules that suspend are the rules that bar: a mend counts where they say so', async ({
    db,
  }) => {
    const seat = await aSuspendedKey(db, 'model_status_bad');
    await someMetadata(db, { models: { [SOFT_AAGUID]: MENDED } });
    expect(await resume(seat)).toEqual(barred('model_status_bad'));
    const metadata = { ...DEFAULT_METADATA_RULES, updateAfterCompromise: 'accepted' } as const;
    const auth = openTestAuth(db, { ...DEMO_POLICY, metadata });
    expect(await resume({ ...seat, auth })).toMatchObject({ ok: true });
    expect(await judgeIssuedKeys(auth)).toEqual({ suspended: 0 });
  });

  test('REG-09 is not resumed because its metadata has gone missing', async ({ db }) => {
    const seat = await aSuspendedKey(db, 'model_status_bad');
    expect(await resume(seat)).toEqual(barred('metadata_incomplete'));
    await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN } });
    await db.metadataEntry.deleteMany();
    expect(await resume(seat)).toEqual(barred('metadata_incomplete'));
  });

  test('REG-11 is not resumed by forgiving its wrong PINs either', async ({ db }) => {
    const seat = await aSuspendedKey(db, 'wrong_pins');
    const { keyId, auth } = seat;
    await aServerPin(db, { keyId, peppers: auth.peppers, failures: PIN_TRIES });
    await someMetadata(db, { models: { [SOFT_AAGUID]: BROKEN } });
    expect(await unlockPin(auth, asked(seat))).toEqual({ ok: true, isResumed: false });
    expect(await db.key.findUnique({ where: { id: keyId } })).toMatchObject({ status: 'suspended' });
  });
});

describe('a key of which there may be a copy', () => {
  const KINDS: AlarmKind[] = ['possible_clone', 'backup_changed', 'duplicate_credential'];
  test.for(KINDS)(
    'AUT-10 is resumed by its manager only after an administrator has settled that (%s)',
    async (kind, { db }) => {
      const seat = await aSuspendedKey(db, 'sign_count_regressed');
      const { auth, keyId, accountId } = seat;
      await db.$transaction((tx) => raiseAlarm(tx, auth.audit, { kind, keyId, accountId, at: auth.now() }));
      expect(await resume(seat)).toEqual(barred('copy_alarm'));

      const { id: alarmId } = await db.alarm.findFirstOrThrow();
      const actor = await aStaffActor(db, 'administrator');
      await settleAlarm(auth, { alarmId, finding: 'a firmware fault', actor, trace: TRACE });
      expect(await resume({ ...seat, manager: actor })).toEqual({ ok: false, reason: 'not_found' });
      expect(await resume(seat)).toMatchObject({ ok: true });
    },
  );

  test('REC-02 an alarm of another kind is no bar, nor one about another key', async ({ db }) => {
    const [seat, other] = [await aSuspendedKey(db, 'wrong_pins'), await aSuspendedKey(db, 'x')];
    const { auth, keyId } = seat;
    await db.$transaction(async (tx) => {
      await raiseAlarm(tx, auth.audit, { kind: 'wrong_pins', keyId, at: auth.now() });
      await raiseAlarm(tx, auth.audit, { kind: 'possible_clone', keyId: other.keyId, at: auth.now() });
    });
    expect(await resume(seat)).toMatchObject({ ok: true });
  });

  test('ADM-03 a manager of other customers learns nothing of it', async ({ db }) => {
    const seat = await aSuspendedKey(db, 'sign_count_regressed');
    const { auth, keyId } = seat;
    await db.$transaction((tx) =>
      raiseAlarm(tx, auth.audit, { kind: 'possible_clone', keyId, at: auth.now() }),
    );
    expect(await resume({ ...seat, manager: await aStaffActor(db) })).toEqual({
      ok: false,
      reason: 'not_found',
    });
  });
});
