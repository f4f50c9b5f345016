/** The transport and the drivers on devices of a real kernel, by way of the real node-hid. */
import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { systemClock } from '#key-agent/clock.ts';
import type { FobIdentity } from '#key-agent/drivers/driver.ts';
import { createDongles } from '#key-agent/hid/dongles.ts';
import type { Dongle } from '#key-agent/hid/dongles.ts';
import { createNodeHidTransport } from '#key-agent/hid/node-hid-transport.ts';
import vectors from '#test/vectors/dongles.json' with { type: 'json' };
import type { Cases } from './case-list.ts';
import type { FobBox } from './fob-box.ts';

const SECRET = Buffer.alloc(20, 0x0b);
const FOB_SECRET = Buffer.alloc(32, 0x2a);
const CODE = Buffer.from('EVRIKA-2001-0042');
const CHALLENGE = Buffer.alloc(32, 7);
const CHALLENGE_CALLS = 12;

export function addDeviceCases(cases: Cases, box: FobBox): void {
  const transport = createNodeHidTransport();
  const dongles = createDongles({ transport, clock: systemClock });
  const use = { slot: undefined, signal: new AbortController().signal };
  const waiting = (onTouchNeeded = () => {}) => ({ signal: use.signal, onTouchNeeded });
  const identify = (dongle: Dongle): Promise<FobIdentity> =>
    dongles.use({ dongle, ...use }, (driver, fob) => driver.identify(fob, waiting()));
  const answer = async (dongle: Dongle, challenge: Uint8Array, onTouchNeeded?: () => void) =>
    Buffer.from(
      await dongles.use({ dongle, ...use }, (driver, fob) =>
        driver.answer(fob, challenge, waiting(onTouchNeeded)),
      ),
    );
  const only = async (): Promise<Dongle> => {
    const found = await waitFor(async () => (await dongles.list())[0]);
    return found;
  };
  const yubikey = (options: object = {}) =>
    box.plug('yubikey', { secret: { hex: SECRET.toString('hex') }, ...options });
  const reference = (options: object = {}) =>
    box.plug('reference', { secret: { hex: FOB_SECRET.toString('hex') }, ...options });

  cases.add(
    'AGT-15 the kernel’s devices are enumerated with their numbers, pages and serials, and none is opened',
    async () => {
      const fido = await box.plug('fido');
      await yubikey();
      await reference();
      const rows = await waitFor(async () => {
        const collections = await transport.listCollections();
        return collections.length === 3 ? collections : undefined;
      });
      const told = rows.map((row) => ({ ...row, path: '' })).toSorted((a, b) => a.usagePage - b.usagePage);
      deepEqual(told, [
        {
          path: '',
          vendorId: 0x1050,
          productId: 0x0401,
          usagePage: 1,
          usage: 6,
          product: 'Yubico YubiKey OTP',
          serialNumber: '12345678',
        },
        {
          path: '',
          vendorId: 0x1209,
          productId: 1,
          usagePage: 0xf1d0,
          usage: 1,
          product: 'Demo Security Key',
          serialNumber: 'FIDO-1',
        },
        {
          path: '',
          vendorId: 0x1209,
          productId: 1,
          usagePage: 0xff42,
          usage: 1,
          product: 'Demo Fob',
          serialNumber: '00c0ffee00000042',
        },
      ]);
      equal(await fido.countOpens(), 0);
    },
  );

  cases.add('AGT-15 a keyboard, a mouse and a fob that can type are seen and refused', async () => {
    for (const kind of ['keyboard', 'mouse', 'typing_reference', 'fido'] as const) await box.plug(kind);
    const judged = await waitFor(async () => {
      const all = await dongles.judgeAll();
      return all.length === 4 ? all : undefined;
    });
    const verdicts = judged.map(({ device, verdict }) => `${device.product}: ${verdict.use}`).toSorted();
    deepEqual(verdicts, [
      'Demo Security Key: presence',
      'Office Keyboard: none',
      'Office Mouse: none',
      'Typing Fob: none',
    ]);
    deepEqual(await dongles.list(), []);
  });

  for (const vector of vectors.yubikeySlot2) {
    cases.add(`a YubiKey answers the published vector: ${vector.name}`, async () => {
      await box.plug('yubikey', { secret: { hex: vector.secret }, needsTouch: false });
      equal(
        (await answer(await only(), Buffer.from(vector.challenge, 'hex'))).toString('hex'),
        vector.response,
      );
    });
  }

  cases.add('a YubiKey says which one it is and that it wants a finger', async () => {
    await yubikey({ serial: 4_000_000_001 });
    deepEqual(await identify(await only()), {
      serial: '4000000001',
      model: 'YubiKey',
      firmware: '5.4.3',
      kind: 'hmac-sha1',
      needsTouch: true,
      slot: 2,
    });
  });

  cases.add('a YubiKey waits for the finger and then answers', async () => {
    const key = await yubikey();
    let told = 0;
    const answered = await answer(await only(), CHALLENGE, () => {
      told += 1;
      void key.touch();
    });
    deepEqual(answered, createHmac('sha1', SECRET).update(CHALLENGE).digest());
    equal(told, 1);
  });

  cases.add('nobody touches the YubiKey: it gives up by itself, and so does the agent', async () => {
    await yubikey();
    await rejects(answer(await only(), CHALLENGE), { code: 'touch_missed' });
  });

  cases.add('a YubiKey that is slow to take reports is waited for', async () => {
    await yubikey({ needsTouch: false, faults: { busyReads: 3 } });
    deepEqual(await answer(await only(), CHALLENGE), createHmac('sha1', SECRET).update(CHALLENGE).digest());
  });

  for (const [what, faults] of [
    ['a wrong check sum', { isCrcWrong: true }],
    ['a part out of order', { skipsSequence: 1 }],
    ['an answer that breaks off', { breaksOffAfter: 2 }],
  ] as const) {
    cases.add(`of a YubiKey ${what} is noticed`, async () => {
      await yubikey({ needsTouch: false, faults });
      await rejects(answer(await only(), CHALLENGE), { code: 'dongle_faulty' });
    });
  }

  cases.add(
    'a YubiKey that does not answer the kernel is given up before the kernel does, and the next one works',
    async () => {
      const silent = await yubikey({ faults: { isSilent: true } });
      await rejects(identify(await only()), { code: 'dongle_silent' });
      await silent.unplug();
      await waitFor(async () => (await dongles.list()).length === 0 || undefined);
      await yubikey({ serial: 2 });
      equal((await identify(await only())).serial, '2');
    },
  );

  cases.add(
    'AGT-08 a YubiKey that is pulled during a feature report ends the operation at once',
    async () => {
      for (let report = 1; report < CHALLENGE_CALLS; report += 3) {
        const key = await yubikey({ needsTouch: false });
        const dongle = await only();
        await key.unplugAtReport(report);
        await rejects(answer(dongle, CHALLENGE), { code: 'dongle_removed' });
        await waitFor(async () => (await dongles.list()).length === 0 || undefined);
      }
    },
  );

  cases.add(
    'AGT-08 a YubiKey that is pulled while it waits for the finger ends the operation at once',
    async () => {
      const key = await yubikey();
      await rejects(
        answer(await only(), CHALLENGE, () => void key.unplug()),
        { code: 'dongle_removed' },
      );
    },
  );

  cases.add('a reference fob answers a challenge', async () => {
    await reference();
    deepEqual(
      await answer(await only(), CHALLENGE),
      createHmac('sha256', FOB_SECRET).update(CHALLENGE).digest(),
    );
  });

  cases.add('a reference fob waits for the finger and then answers', async () => {
    const fob = await reference({ needsTouch: true });
    const answered = await answer(await only(), CHALLENGE, () => void fob.touch());
    deepEqual(answered, createHmac('sha256', FOB_SECRET).update(CHALLENGE).digest());
  });

  cases.add('a fob with a code only gives its code', async () => {
    await reference({ secret: null, code: { hex: CODE.toString('hex') } });
    const dongle = await only();
    equal((await identify(dongle)).kind, 'static-code');
    deepEqual(await answer(dongle, CHALLENGE), CODE);
  });

  cases.add('busy, damaged and stale frames of a reference fob are overcome', async () => {
    await reference({ faults: { busyTimes: 3, wrongCrcTimes: 1, staleAnswers: 2 } });
    deepEqual(
      await answer(await only(), CHALLENGE),
      createHmac('sha256', FOB_SECRET).update(CHALLENGE).digest(),
    );
  });

  cases.add('a reference fob that says nothing is given up', async () => {
    await reference({ faults: { isSilent: true } });
    await rejects(identify(await only()), { code: 'dongle_silent' });
  });

  cases.add('AGT-08 a reference fob that is pulled during a read ends the operation at once', async () => {
    const fob = await reference({ needsTouch: true });
    await rejects(
      answer(await only(), CHALLENGE, () => void fob.unplug()),
      { code: 'dongle_removed' },
    );
  });

  cases.add('a fob that is plugged in again works again', async () => {
    for (let time = 0; time < 3; time += 1) {
      const fob = await reference();
      equal((await identify(await only())).serial, '00c0ffee00000042');
      await fob.unplug();
      await waitFor(async () => (await dongles.list()).length === 0 || undefined);
    }
  });

  cases.add('AGT-08 of two fobs each answers under its own path', async () => {
    await reference({ serial: '0000000000000001' });
    await reference({ serial: '0000000000000002' });
    const both = await waitFor(async () => {
      const found = await dongles.list();
      return found.length === 2 ? found : undefined;
    });
    const serials = [];
    for (const dongle of both) serials.push((await identify(dongle)).serial);
    deepEqual(serials.toSorted(), ['0000000000000001', '0000000000000002']);
  });

  cases.add('SES-07 a FIDO key is seen to come and go without ever being opened', async () => {
    const fido = await box.plug('fido');
    const seen = await waitFor(async () => {
      const paths = await dongles.seePlugged();
      return paths?.size === 1 ? paths : undefined;
    });
    notEqual(seen, null);
    equal(await fido.countOpens(), 0);
    await fido.unplug();
    await waitFor(async () => (await dongles.seePlugged())?.size === 0 || undefined);
  });
}

/** The kernel makes devices on its own time. */
export async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await systemClock.sleep(50);
  }
  throw new Error('it never came to that');
}
