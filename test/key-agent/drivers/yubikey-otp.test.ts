import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { padSlotChallenge } from '#auth/wire/fob-challenge.ts';
import { CRC16_RESIDUE, crc16 } from '#key-agent/drivers/crc16.ts';
import { AgentError } from '#key-agent/errors.ts';
import { readAnswer, SLOT_COMMANDS, toRequestReports } from '#key-agent/drivers/yubikey-frame.ts';
import { DONGLE_VECTORS } from '#test/support/dongle-vectors.ts';
import { aBench } from '#test/support/fobs/plugged.ts';
import type { Bench } from '#test/support/fobs/plugged.ts';
import { aVirtualYubikey } from '#test/support/fobs/virtual-yubikey.ts';
import type { YubikeyFaults, YubikeyOptions } from '#test/support/fobs/virtual-yubikey.ts';

const CHALLENGE = Buffer.alloc(32, 7);
const SECRET = Buffer.alloc(20, 0x0b);
const ANSWER = createHmac('sha1', SECRET).update(CHALLENGE).digest();

async function plugged(options: YubikeyOptions = {}) {
  const bench = aBench();
  const key = aVirtualYubikey({ secret: SECRET, now: () => bench.clock.passedMs(), ...options });
  return { ...bench, key, dongle: await bench.plug(key) };
}

const withFaults = (faults: YubikeyFaults) => plugged({ needsTouch: false, faults });

test.each(DONGLE_VECTORS.yubikeySlot2)(
  'slot 2 is asked with exactly the published bytes: $name',
  (vector) => {
    expect(padSlotChallenge(vector.challenge)).toEqual(vector.padded_challenge);
    expect(toRequestReports('hmac2', padSlotChallenge(vector.challenge))).toEqual(vector.write_reports);
  },
);

test.each(DONGLE_VECTORS.yubikeySlot2)(
  'the published answer is read from its reports: $name',
  async (vector) => {
    expect(crc16(vector.response_with_crc)).toBe(CRC16_RESIDUE);
    expect(readAnswer(vector.response_with_crc, 20)).toEqual(vector.response);
    const { key, answer, dongle } = await plugged({ secret: vector.secret, needsTouch: false });
    expect(await answer(dongle, vector.challenge)).toEqual(vector.response);
    const written = key.written.filter((report) => report[7] !== 0xff);
    expect(written).toEqual(vector.write_reports);
  },
);

test.each(DONGLE_VECTORS.yubikeySlot2)(
  'the model answers with exactly the published reports: $name',
  (vector) => {
    const key = aVirtualYubikey({ secret: vector.secret, needsTouch: false });
    for (const report of vector.write_reports) key.setFeature(report);
    expect(vector.read_reports.map(() => key.getFeature())).toEqual(vector.read_reports);
  },
);

test.each(DONGLE_VECTORS.hmacSha1.filter(({ key, data }) => key.byteLength <= 64 && data.byteLength < 64))(
  'the answer is the HMAC-SHA1 of RFC 2202: $data.byteLength bytes',
  async ({ key: secret, data, digest }) => {
    const { answer, dongle } = await plugged({ secret, needsTouch: false });
    expect(await answer(dongle, data)).toEqual(digest);
  },
);

test('a YubiKey says which one it is, what it runs and that it wants a finger', async () => {
  const { identify, dongle } = await plugged({ serial: 4_000_000_001, firmware: [5, 7, 1] });
  expect(await identify(dongle)).toEqual({
    serial: '4000000001',
    model: 'YubiKey',
    firmware: '5.7.1',
    kind: 'hmac-sha1',
    needsTouch: true,
    slot: 2,
  });
});

test('the touch flag of a firmware that has none yet is not believed', async () => {
  const { identify, dongle } = await plugged({ firmware: [2, 4, 0] });
  expect(await identify(dongle)).toMatchObject({ firmware: '2.4.0', needsTouch: false });
});

test('the holder is told once to touch, and the answer comes with the finger', async () => {
  const { answer, dongle, clock, key } = await plugged();
  let told = 0;
  clock.after(5_000, () => key.touch());
  expect(Buffer.from(await answer(dongle, CHALLENGE, { onTouchNeeded: () => (told += 1) }))).toEqual(ANSWER);
  expect(told).toBe(1);
});

test('nobody touches: the key gives up after its 15 seconds, and so does the agent', async () => {
  const { answer, dongle, clock, key } = await plugged();
  await expect(answer(dongle, CHALLENGE)).rejects.toMatchObject({ code: 'touch_missed' });
  expect(clock.passedMs()).toBeGreaterThanOrEqual(15_000);
  expect(clock.passedMs()).toBeLessThan(17_000);
  expect(key.getFeature()?.[7]).toBe(0);
});

test('a key of fixed length hashes all 64 bytes, which a portal can tell apart at registration', async () => {
  const { answer, dongle } = await plugged({ isFixedLength: true, needsTouch: false });
  const whole = createHmac('sha1', SECRET).update(padSlotChallenge(CHALLENGE)).digest();
  expect(Buffer.from(await answer(dongle, CHALLENGE))).toEqual(whole);
});

test('a key that is slow to take a report is waited for, up to a second', async () => {
  const slow = await withFaults({ busyReads: 19 });
  expect(Buffer.from(await slow.answer(slow.dongle, CHALLENGE))).toEqual(ANSWER);
  const stuck = await withFaults({ busyReads: 1_000 });
  await expect(stuck.answer(stuck.dongle, CHALLENGE)).rejects.toMatchObject({ code: 'dongle_busy' });
});

test.each<[string, YubikeyFaults, string]>([
  ['a wrong check sum', { isCrcWrong: true }, 'dongle_faulty'],
  ['a part out of order', { skipsSequence: 1 }, 'dongle_faulty'],
  ['an answer that begins in the middle', { skipsSequence: 0 }, 'dongle_faulty'],
  ['an answer that breaks off', { breaksOffAfter: 2 }, 'dongle_faulty'],
  ['a key that works for ever', { isStuckWorking: true }, 'dongle_silent'],
  ['a key that does not answer the bus', { isSilent: true }, 'dongle_silent'],
])('%s ends the operation with a code, and the key is given back', async (_, faults, code) => {
  const { answer, dongle, transport } = await withFaults(faults);
  await expect(answer(dongle, CHALLENGE)).rejects.toMatchObject({ code });
  expect(transport.openNow()).toBe(0);
});

test('a key whose smart card was just used is asked again until it is back', async () => {
  const { identify, dongle } = await withFaults({ reclaimUntilMs: 2_000 });
  expect(await identify(dongle)).toMatchObject({ serial: '12345678' });
});

test('a key that hides its serial number is refused, since nothing else says which one it is', async () => {
  const { identify, dongle, clock } = await plugged({ isSerialHidden: true });
  await expect(identify(dongle)).rejects.toMatchObject({ code: 'dongle_serial_hidden' });
  expect(clock.passedMs()).toBeLessThan(4_000);
});

test('a slot that is not set up is told, before and after the question', async () => {
  const empty = await plugged({ isSlotSet: false });
  await expect(empty.identify(empty.dongle)).rejects.toMatchObject({ code: 'dongle_not_set_up' });
  await expect(empty.answer(empty.dongle, CHALLENGE)).rejects.toMatchObject({ code: 'dongle_not_set_up' });
  await expect(empty.identify(empty.dongle, { slot: 1 })).rejects.toMatchObject({
    code: 'dongle_not_set_up',
  });
});

test('an answer that an ended program left behind is cleared away first', async () => {
  const { key, answer, identify, dongle } = await plugged({ needsTouch: false });
  const leaveBehind = () =>
    toRequestReports('hmac2', padSlotChallenge(CHALLENGE)).forEach((r) => key.setFeature(r));
  leaveBehind();
  expect(await identify(dongle)).toMatchObject({ serial: '12345678' });
  leaveBehind();
  expect(Buffer.from(await answer(dongle, CHALLENGE))).toEqual(ANSWER);
});

test('AGT-08 an operation that nobody waits for any more stops, and the key stops blinking', async () => {
  const { answer, dongle, clock, key, transport } = await plugged();
  const leaving = new AbortController();
  clock.after(1_000, () => leaving.abort());
  await expect(answer(dongle, CHALLENGE, { signal: leaving.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(key.getFeature()?.[7]).toBe(0);
  expect(transport.openNow()).toBe(0);
});

test('AGT-08 a key that is pulled at any moment ends the operation at once and leaves no handle open', async () => {
  // One look, six reports with a look each, four parts of the answer and its end, the reset.
  const CALLS = 1 + 6 * 2 + 5 + 1;
  for (let calls = 0; calls <= CALLS; calls += 1) {
    const { answer, dongle, transport } = await plugged({ needsTouch: false });
    transport.unplugAfterCalls(dongle.path, calls);
    const outcome = await answer(dongle, CHALLENGE).catch((error: unknown) => error);
    expect(outcome instanceof AgentError ? outcome.code : 'answered', `after ${calls} calls`).toBe(
      calls < CALLS ? 'dongle_removed' : 'answered',
    );
    expect(transport.openNow()).toBe(0);
  }
});

test('only the three reading commands can be written at all; nothing ever configures a slot', async () => {
  expect(Object.values(SLOT_COMMANDS)).toEqual([0x10, 0x30, 0x38]);
  const { key, identify, answer, dongle } = await plugged({ needsTouch: false });
  await identify(dongle);
  await answer(dongle, CHALLENGE);
  expect(key.slotsWritten).toEqual([0x10, 0x38]);
});

test('every challenge of 1 to 63 bytes comes back as its HMAC', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 63 }), async (challenge) => {
      const { answer, dongle } = await plugged({ needsTouch: false });
      const expected = createHmac('sha1', SECRET).update(challenge).digest();
      expect(Buffer.from(await answer(dongle, challenge))).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('10,000 reports of anything end in an answer or a code: no crash, no hang', async () => {
  const report = fc.uint8Array({ minLength: 8, maxLength: 8 });
  const lastByte = fc.constantFrom(0x00, 0x20, 0x2f, 0x40, 0x41, 0x42, 0x80, 0x01, 0xff);
  const likely = fc.tuple(report, lastByte).map(([bytes, flags]) => bytes.with(7, flags));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(report, likely), { minLength: 20, maxLength: 20 }),
      async (reports) => {
        const bench = aBench();
        const model = babbling(bench, reports);
        const dongle = await bench.plug(model);
        await expectEnd(bench.identify(dongle));
        await expectEnd(bench.answer(dongle, CHALLENGE));
      },
    ),
    { numRuns: 500 },
  );
});

const ANSWER_BYTES = { identify: 4, answer: 20 } as const;
const ANSWER_FLAGS = [0x40, 0x41, 0x42, 0x43, 0x40];

/** The reports of an answer in their order and the end behind them, half of them with the right check sum. */
const aWholeAnswer = fc.record({
  work: fc.constantFrom('identify', 'answer'),
  bytes: fc.uint8Array({ minLength: 35, maxLength: 35 }),
  isSound: fc.boolean(),
});

test('of 1,000 whole answers those with the right check sum are read, and no other', async () => {
  const read = { sound: 0, damaged: 0 };
  await fc.assert(
    fc.asyncProperty(aWholeAnswer, async ({ work, bytes, isSound }) => {
      const bench = aBench();
      const said = Buffer.from(bytes);
      const length = ANSWER_BYTES[work];
      const right = ~crc16(said.subarray(0, length)) & 0xffff;
      said.writeUInt16LE(isSound ? right : right ^ (1 << ((bytes[34] ?? 0) % 16)), length);
      const run = ANSWER_FLAGS.map((flags, part) =>
        Uint8Array.of(...said.subarray(part * 7, part * 7 + 7), flags),
      );
      const dongle = await bench.plug(reciting(bench, run));
      const outcome =
        work === 'answer'
          ? bench.answer(dongle, CHALLENGE).then((answer) => Buffer.from(answer).toString('hex'))
          : bench.identify(dongle).then(({ serial }) => Number(serial).toString(16).padStart(8, '0'));
      if (isSound) expect(await outcome).toBe(said.subarray(0, length).toString('hex'));
      else await expect(outcome).rejects.toMatchObject({ code: 'dongle_faulty' });
      read[isSound ? 'sound' : 'damaged'] += 1;
    }),
    { numRuns: 1_000 },
  );
  expect(read.sound).toBeGreaterThan(400);
  expect(read.damaged).toBeGreaterThan(400);
});

/** Takes any command, and says these reports behind it. */
function reciting({ clock }: Bench, run: readonly Uint8Array[]) {
  const idle = Uint8Array.of(0, 5, 4, 3, 0, 0x0b, 0, 0);
  let [isAsked, next] = [false, 0];
  return {
    ...aVirtualYubikey({ now: () => clock.passedMs() }),
    setFeature: (report: Uint8Array) => {
      [isAsked, next] = [report[7] === 0x89, 0]; // the last part of a command
      return true;
    },
    getFeature: () => (isAsked ? run[next++] : undefined) ?? idle,
  };
}

/** Anything at all, over and over. */
function babbling({ clock }: Bench, reports: readonly Uint8Array[]) {
  let next = 0;
  return {
    ...aVirtualYubikey({ now: () => clock.passedMs() }),
    setFeature: () => true,
    getFeature: () => reports[next++ % reports.length] ?? null,
  };
}

async function expectEnd(operation: Promise<unknown>): Promise<void> {
  const outcome = await operation.catch((error: unknown) => error);
  if (outcome instanceof Error)
    expect(outcome).toMatchObject({ code: expect.stringMatching(/^(dongle|touch)_/) });
}
