import { hash, parseOptions } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { DUMMY_HASH, hashPin, isCurrent, isPinOf } from '#auth/pins/hash-pin.ts';
import { peppersOf } from '#auth/tokens/peppers.ts';
import { createSlots } from '#auth/pins/slots.ts';

const newPeppers = () => peppersOf([new Uint8Array(randomBytes(32))]);
const PEPPERS = newPeppers();
const withVersion = (argon2: string) => `${PEPPERS.current.version}${argon2}`;
const OF_KEY = { keyId: 'key-1', pin: 'gadfly47' };

test('PIN-04 a PIN is stored as argon2id over 19 MiB in two passes, with a salt of its own', async () => {
  const [one, other] = await Promise.all([hashPin(PEPPERS, OF_KEY), hashPin(PEPPERS, OF_KEY)]);
  expect(one).toMatch(/^[0-9a-f]{12}\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(parseOptions(one.slice(one.indexOf('$')))).toMatchObject({ saltLen: 16, outputLen: 32 });
  expect(one).not.toBe(other);
  expect(await isPinOf(PEPPERS, one, OF_KEY)).toBe(true);
  expect(await isPinOf(PEPPERS, one, { ...OF_KEY, pin: 'gadfly48' })).toBe(false);
});

test('PIN-04 without the pepper, which the database does not have, a hash answers to no PIN', async () => {
  const stored = await hashPin(PEPPERS, OF_KEY);
  expect(await isPinOf(newPeppers(), stored, OF_KEY)).toBe(false);
});

test('ADM-10 a PIN that was hashed with an earlier pepper is still right while that pepper is kept, and hashed anew', async () => {
  const [older, newer] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
  const stored = await hashPin(peppersOf([older]), OF_KEY);
  const rotated = peppersOf([newer, older]);
  expect(await isPinOf(rotated, stored, OF_KEY)).toBe(true);
  expect(isCurrent(rotated, stored)).toBe(false);
  expect(await isPinOf(peppersOf([newer]), stored, OF_KEY)).toBe(false);
});

test('PIN-04 the hash of one key’s PIN opens no other key', async () => {
  const stored = await hashPin(PEPPERS, OF_KEY);
  expect(await isPinOf(PEPPERS, stored, { ...OF_KEY, keyId: 'key-2' })).toBe(false);
});

test('PIN-04 a hash with weaker parameters is known as such', async () => {
  const current = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
  const weaker = [
    { ...current, memoryCost: 9_728 },
    { ...current, timeCost: 1 },
    { ...current, parallelism: 2 },
    { ...current, algorithm: 0 },
    { ...current, salt: randomBytes(8) },
  ];
  for (const options of weaker) expect(isCurrent(PEPPERS, withVersion(await hash('x', options)))).toBe(false);
  expect(isCurrent(PEPPERS, withVersion(await hash('x', current)))).toBe(true);
});

test('PIN-11 where there is no PIN the same work is done, and no PIN is right', async () => {
  expect(isCurrent(PEPPERS, withVersion(DUMMY_HASH))).toBe(true);
  expect(await isPinOf(PEPPERS, null, OF_KEY)).toBe(false);
});

test('PIN-04 no more hashes are computed at once than there are places, and none waits for ever', async () => {
  const inSlot = createSlots(4);
  const seen = { running: 0, most: 0, done: 0 };
  const work = async () => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise((resolve) => setImmediate(resolve));
    seen.running -= 1;
    seen.done += 1;
    if (seen.done % 5 === 0) throw new Error('a place is given back all the same');
  };
  await Promise.allSettled(Array.from({ length: 50 }, () => inSlot(work)));
  expect(seen).toEqual({ running: 0, most: 4, done: 50 });
});
