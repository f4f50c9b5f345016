import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc16 } from '#key-agent/drivers/crc16.ts';
import { COMMANDS, readAnswer, readInfo, writeCommand } from '#key-agent/drivers/reference-frame.ts';
import { aBench } from '#test/support/fobs/plugged.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';
import type { ReferenceFaults, ReferenceOptions } from '#test/support/fobs/virtual-reference-fob.ts';

const CHALLENGE = Buffer.alloc(32, 7);
const COMMAND_NAMES = ['info', 'code', 'challenge'] as const;
const SECRET = Buffer.alloc(32, 0x2a);
const ANSWER = createHmac('sha256', SECRET).update(CHALLENGE).digest();
const CODE = Buffer.from('EVRIKA-2001-0042');

async function plugged(options: ReferenceOptions = {}) {
  const bench = aBench();
  const fob = aReferenceFob({ secret: SECRET, now: () => bench.clock.passedMs(), ...options });
  return { ...bench, fob, dongle: await bench.plug(fob) };
}

const aStaticFob = (options: ReferenceOptions = {}) => plugged({ secret: null, code: CODE, ...options });

test('a reference fob says which one it is and what it can', async () => {
  const { identify, dongle } = await plugged({ needsTouch: true });
  expect(await identify(dongle)).toEqual({
    serial: '00c0ffee00000042',
    model: 'Demo Fob',
    firmware: '1.7',
    kind: 'hmac-sha256',
    needsTouch: true,
  });
});

test('a fob with a code only is told apart: what it proves can be replayed', async () => {
  const { identify, answer, dongle } = await aStaticFob();
  expect(await identify(dongle)).toMatchObject({ kind: 'static-code' });
  expect(Buffer.from(await answer(dongle, CHALLENGE))).toEqual(CODE);
});

test('a fob that answers challenges is never asked for its code, even if it has one', async () => {
  const { fob, identify, answer, dongle } = await plugged({ code: CODE });
  expect(await identify(dongle)).toMatchObject({ kind: 'hmac-sha256' });
  expect(Buffer.from(await answer(dongle, CHALLENGE))).toEqual(ANSWER);
  expect(fob.commands).not.toContain(COMMANDS.code);
});

test('the holder is told once to touch, and the answer comes with the finger', async () => {
  const { answer, dongle, clock, fob } = await plugged({ needsTouch: true });
  let told = 0;
  clock.after(5_000, () => fob.touch());
  expect(Buffer.from(await answer(dongle, CHALLENGE, { onTouchNeeded: () => (told += 1) }))).toEqual(ANSWER);
  expect(told).toBe(1);
});

test('nobody touches: the fob gives up after its 15 seconds', async () => {
  const { answer, dongle, clock } = await plugged({ needsTouch: true });
  await expect(answer(dongle, CHALLENGE)).rejects.toMatchObject({ code: 'touch_missed' });
  expect(clock.passedMs()).toBeLessThan(17_000);
});

test.each<[string, ReferenceFaults]>([
  ['busy for a while', { busyTimes: 10 }],
  ['of two damaged commands', { badFrameTimes: 2 }],
  ['of two damaged answers', { wrongCrcTimes: 2 }],
  ['that still answers earlier questions', { staleAnswers: 3 }],
])('a fob %s is understood in the end', async (_, faults) => {
  const { answer, dongle } = await plugged({ faults });
  expect(Buffer.from(await answer(dongle, CHALLENGE))).toEqual(ANSWER);
});

test.each<[string, ReferenceFaults, string]>([
  ['stays busy', { busyTimes: 1_000 }, 'dongle_busy'],
  ['never understands', { badFrameTimes: 1_000 }, 'dongle_faulty'],
  ['is never understood', { wrongCrcTimes: 1_000 }, 'dongle_faulty'],
  ['sends short reports', { isShort: true }, 'dongle_faulty'],
  ['says nothing', { isSilent: true }, 'dongle_silent'],
  ['answers with a digest of another length', { answerBytes: 31 }, 'dongle_faulty'],
])('a fob that %s ends the operation with a code and is given back', async (_, faults, code) => {
  const { answer, dongle, transport } = await plugged({ faults });
  await expect(answer(dongle, CHALLENGE)).rejects.toMatchObject({ code });
  expect(transport.openNow()).toBe(0);
});

test('a fob that says nothing after it was touched is given up', async () => {
  const { answer, dongle, clock, fob } = await plugged({
    needsTouch: true,
    faults: { isSilentAfterTouch: true },
  });
  clock.after(1_000, () => fob.touch());
  await expect(answer(dongle, CHALLENGE)).rejects.toMatchObject({ code: 'dongle_silent' });
  expect(clock.passedMs()).toBeLessThan(25_000);
});

test('a code too short to be one is refused', async () => {
  const { answer, dongle } = await aStaticFob({ faults: { answerBytes: 7 } });
  await expect(answer(dongle, CHALLENGE)).rejects.toMatchObject({ code: 'dongle_faulty' });
});

test('a fob that its maker has not set up is told', async () => {
  const { identify, dongle } = await plugged({ secret: null });
  await expect(identify(dongle)).rejects.toMatchObject({ code: 'dongle_not_set_up' });
});

test('AGT-08 a fob that is pulled at any moment ends the operation at once and leaves no handle open', async () => {
  for (let calls = 0; calls < 4; calls += 1) {
    const { answer, dongle, transport } = await plugged();
    transport.unplugAfterCalls(dongle.path, calls);
    await expect(answer(dongle, CHALLENGE), `after ${calls} calls`).rejects.toMatchObject({
      code: 'dongle_removed',
    });
    expect(transport.openNow()).toBe(0);
  }
});

test('AGT-08 an operation that nobody waits for any more stops', async () => {
  const { answer, dongle, clock, transport } = await plugged({ needsTouch: true });
  const leaving = new AbortController();
  clock.after(1_000, () => leaving.abort());
  await expect(answer(dongle, CHALLENGE, { signal: leaving.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(transport.openNow()).toBe(0);
});

test('one flipped bit anywhere in a frame is noticed on either side', async () => {
  const command = writeCommand('challenge', 9, CHALLENGE);
  const { fob } = await plugged();
  fob.output(command);
  const answer = fob.nextInput();
  expect(answer && readAnswer('challenge', answer)).toMatchObject({ sequence: 9, status: 'ok' });
  for (let bit = 0; bit < 64 * 8; bit += 1) {
    const flip = (frame: Uint8Array) => frame.with(bit >> 3, (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
    fob.output(flip(command));
    expect(fob.nextInput()?.[6], `bit ${bit} of the command`).toBe(4);
    expect(answer && readAnswer('challenge', flip(answer)), `bit ${bit} of the answer`).toBeNull();
  }
});

test('the numbers that the specification gives to makers are those of the program', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x6f91);
  const example = Buffer.concat([
    Buffer.from('4b4601010100', 'hex'),
    Buffer.alloc(56),
    Buffer.from('fe9e', 'hex'),
  ]);
  expect(Buffer.from(writeCommand('info', 1, new Uint8Array()))).toEqual(example);
});

test('what a fob says of itself is read byte by byte as its specification says', () => {
  const payload = Buffer.from('02090500112233445566774661624669', 'hex');
  expect(readInfo(payload)).toEqual({
    firmware: '2.9',
    serial: '0011223344556677',
    model: 'FabFi',
    hasCode: true,
    answersChallenges: false,
    needsTouch: true,
  });
  expect(readInfo(payload.subarray(0, 11))).toBeNull();
  expect(readInfo(Buffer.concat([payload, Buffer.of(0x1b)]))).toBeNull();
});

/** A frame of a fob that keeps to the protocol in all but what it says: the check sum is right. */
const soundFrame = fc
  .tuple(
    fc.constantFrom(...COMMAND_NAMES),
    fc.integer({ min: 1, max: 6 }), // as far as a program counts that repeats a command
    fc.integer({ min: 0, max: 7 }), // two more than there are
    fc.oneof(fc.uint8Array({ maxLength: 55 }), infoPayload()),
  )
  .map(([command, sequence, status, payload]) =>
    asAnswer(writeCommand(command, sequence, Uint8Array.of(status, ...payload))),
  );

/** What a fob may say of itself, and now and then what none may. */
function infoPayload() {
  const model = fc.string({ minLength: 0, maxLength: 34, unit: 'grapheme-ascii' });
  const head = fc.uint8Array({ minLength: 11, maxLength: 11 });
  return fc.tuple(head, model).map(([bytes, name]) => Buffer.concat([bytes, Buffer.from(name, 'ascii')]));
}

function asAnswer(command: Uint8Array): Uint8Array {
  const answer = command.with(3, (command[3] ?? 0) | 0x80);
  new DataView(answer.buffer).setUint16(62, crc16(answer.subarray(0, 62)), true);
  return answer;
}

test('10,000 frames of anything end in an answer or a code: no crash, no hang', async () => {
  const frame = fc.uint8Array({ minLength: 0, maxLength: 64 });
  const read = { answers: 0, infos: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(frame, soundFrame), { minLength: 20, maxLength: 20 }),
      async (frames) => {
        const bench = aBench();
        let next = 0;
        const fob = aReferenceFob({ now: () => bench.clock.passedMs() });
        const babbling = {
          ...fob,
          output: () => undefined,
          nextInput: () => frames[next++ % frames.length] ?? null,
        };
        const dongle = await bench.plug(babbling);
        const outcome = await bench.answer(dongle, CHALLENGE).catch((error: unknown) => error);
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({ code: expect.stringMatching(/^(dongle|touch)_/) });
        for (const bytes of frames) {
          const answers = COMMAND_NAMES.flatMap((command) => readAnswer(command, bytes) ?? []);
          read.answers += answers.length;
          read.infos += answers.filter(({ payload }) => readInfo(payload) !== null).length;
          readInfo(bytes);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(read.answers).toBeGreaterThan(2_000); // otherwise the check sum alone was tried
  expect(read.infos).toBeGreaterThan(500);
});
