import { expect, test } from 'vitest';
import { aFidoKey, aKeyboard } from '#test/support/fobs/fob-model.ts';
import { aBench } from '#test/support/fobs/plugged.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';

test('AGT-08 a dongle in use is nobody else’s, and meanwhile nobody enumerates', async () => {
  const { dongles, plug, identify, transport } = aBench();
  const dongle = await plug(aReferenceFob());
  const before = transport.enumerations();
  await dongles.use({ dongle, slot: undefined, signal: new AbortController().signal }, async () => {
    await expect(identify(dongle)).rejects.toMatchObject({ code: 'busy' });
    expect(await dongles.seePlugged()).toBeNull();
  });
  expect(transport.enumerations()).toBe(before);
  expect(await identify(dongle)).toMatchObject({ kind: 'hmac-sha256' });
});

test('AGT-08 work that fails in any way gives the dongle back', async () => {
  const { dongles, plug, transport } = aBench();
  const use = { dongle: await plug(aReferenceFob()), slot: undefined, signal: new AbortController().signal };
  const failing = dongles.use(use, async () => Promise.reject(new Error('a bug')));
  await expect(failing).rejects.toThrow('a bug');
  expect(transport.openNow()).toBe(0);
  expect(await dongles.use(use, async () => 'again')).toBe('again');
});

test('a device that the system keeps from this user, and one that is gone, are told apart', async () => {
  const { plug, identify, transport } = aBench();
  const [kept, gone] = [await plug(aReferenceFob()), await plug(aReferenceFob())];
  transport.deny(kept.path);
  transport.unplug(gone.path);
  await expect(identify(kept)).rejects.toMatchObject({ code: 'dongle_access_denied' });
  await expect(identify(gone)).rejects.toMatchObject({ code: 'dongle_removed' });
});

test('an operation that is cancelled before it begins opens nothing', async () => {
  const { plug, identify, transport } = aBench();
  const dongle = await plug(aReferenceFob());
  await expect(identify(dongle, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(transport.opened).toEqual([]);
});

test('SES-07 keys are seen to be plugged in without being opened, keyboards are not looked at', async () => {
  const { dongles, transport } = aBench();
  const fido = transport.plug(aFidoKey());
  transport.plug(aKeyboard());
  const fob = transport.plug(aReferenceFob());
  expect(await dongles.seePlugged()).toEqual(new Set([fido, fob]));
  expect(transport.opened).toEqual([]);
});
