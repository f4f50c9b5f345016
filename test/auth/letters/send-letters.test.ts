/** The post: each letter leaves once, is tried again, and is given up where somebody sees it. */
import { expect } from 'vitest';
import { settleAlarm } from '#auth/alarms/settle-alarm.ts';
import { findPost } from '#auth/letters/find-letters.ts';
import { LETTERS_PER_RUN, MOST_TRIES } from '#auth/letters/letter-post.ts';
import type { Delivery, DueLetter } from '#auth/letters/letter-post.ts';
import { purgeLetters, sendLetters } from '#auth/letters/send-letters.ts';
import { writeLetter } from '#auth/letters/write-letter.ts';
import { TRACE, aStaffActor } from '#test/support/actors.ts';
import { openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { openTestDb, test } from '#test/support/db.ts';
import { aReachableAdministrator, addressesOf } from '#test/support/letters.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const DAY_SECONDS = 24 * 3_600;
const REFUSED: Delivery = { ok: false, fault: 'message_refused', isFinal: false };

/** Writes down who got what. */
function aPostman(answer: (letter: DueLetter) => Delivery = () => ({ ok: true })) {
  const carried: string[] = [];
  const deliver = (letter: DueLetter): Promise<Delivery> => {
    carried.push(letter.address);
    return Promise.resolve(answer(letter));
  };
  return { carried, deliver };
}

async function write({ db, now }: TestAuth, addresses: readonly string[]): Promise<void> {
  const letter = { kind: 'key_registered', keyLabel: 'Blue', holderName: 'Anna', accountName: null } as const;
  const to = addresses.map((address) => ({ holderId: null, address, language: 'en' }));
  await db.$transaction((tx) => writeLetter(tx, { letter, to, at: now() }));
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@works.example`);

test.for([
  { provider: 'SQLite', open: openTestDb },
  { provider: 'PostgreSQL', open: openPostgresqlTestDb },
])('REG-25 on $provider each letter leaves once, however many programs send at once', async ({ open }) => {
  const { db, close } = await open();
  const auth = openTestAuth(db);
  await write(auth, numbered(20));
  const { carried, deliver } = aPostman();
  const runs = await Promise.all([1, 2, 3, 4].map(() => sendLetters(auth, deliver)));
  expect(carried.toSorted()).toEqual(numbered(20).toSorted());
  expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(20);
  await sendLetters(auth, deliver);
  expect(carried).toHaveLength(20);
  await close();
});

test('a run takes so many letters and no more, the longest waiting first', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, ['first@works.example']);
  auth.pass(1);
  await write(auth, numbered(LETTERS_PER_RUN));
  const { carried, deliver } = aPostman();
  expect(await sendLetters(auth, deliver)).toEqual({ sent: LETTERS_PER_RUN });
  expect(carried[0]).toBe('first@works.example');
  expect(await sendLetters(auth, deliver)).toEqual({ sent: 1 });
});

test('a letter that does not leave is tried again, later each time', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, ['a@works.example']);
  const { carried, deliver } = aPostman(() => REFUSED);
  await sendLetters(auth, deliver);
  await sendLetters(auth, deliver);
  auth.pass(4 * 60);
  await sendLetters(auth, deliver);
  expect(carried).toHaveLength(1);
  auth.pass(60);
  await sendLetters(auth, deliver);
  auth.pass(5 * 60);
  await sendLetters(auth, deliver);
  expect(carried).toHaveLength(2);
  expect((await findPost(db)).failed).toMatchObject([
    { state: 'waiting', tries: 2, fault: 'message_refused' },
  ]);
});

test('REG-25 after eight tries a letter is given up, an administrator sees why, and once settled the next one tells again', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const actor = await aStaffActor(db, 'administrator');
  await write(auth, ['a@works.example']);
  const { carried, deliver } = aPostman(() => REFUSED);
  await runForDays(auth, deliver, 4);
  expect(carried).toHaveLength(MOST_TRIES);
  expect(await db.alarm.findMany()).toMatchObject([{ kind: 'letter_not_sent', detail: 'message_refused' }]);
  expect(await findPost(db)).toMatchObject({ waiting: 0, givenUp: 1, failed: [{ state: 'given_up' }] });

  const [alarm] = await db.alarm.findMany();
  await settleAlarm(auth, { alarmId: alarm?.id ?? '', finding: 'mended', actor, trace: TRACE });
  await write(auth, ['b@works.example']);
  await sendLetters(auth, aPostman(() => ({ ...REFUSED, isFinal: true })).deliver);
  expect(await db.alarm.count({ where: { settledAt: null } })).toBe(1);
});

test('a letter about a letter that was given up is written once and makes no further ones', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  await aReachableAdministrator(db);
  await write(auth, ['a@works.example']);
  await runForDays(auth, aPostman(() => REFUSED).deliver, 10);
  expect(await addressesOf(db, 'alarm_raised')).toEqual(['admin@seller.example']);
  expect(await db.letter.count()).toBe(2);
});

test('an address that the server refuses for good is not tried again', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, ['a@works.example']);
  const { carried, deliver } = aPostman(() => ({ ok: false, fault: 'address_refused', isFinal: true }));
  await runForDays(auth, deliver, 2);
  expect(carried).toHaveLength(1);
  expect(await findPost(db)).toMatchObject({ givenUp: 1, failed: [{ fault: 'address_refused' }] });
});

test('a server that does not answer ends the run; the others lose no try by it', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, numbered(5));
  const { carried, deliver } = aPostman(() => ({ ok: false, fault: 'no_connection', isFinal: false }));
  await sendLetters(auth, deliver);
  expect(carried).toHaveLength(1);
  expect(await db.letter.count({ where: { attempts: 0 } })).toBe(4);
});

test('a program that dies on the way has used up the try: the letter leaves once more, and not for ever', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  await write(auth, ['a@works.example']);
  const died = () => Promise.reject(new Error('the program ended'));
  await expect(sendLetters(auth, died)).rejects.toThrow('the program ended');
  const { carried, deliver } = aPostman();
  await sendLetters(auth, deliver);
  expect(carried).toEqual([]);
  auth.pass(5 * 60);
  await sendLetters(auth, deliver);
  expect(carried).toHaveLength(1);

  await write(auth, ['b@works.example']);
  for (let times = 0; times < MOST_TRIES; times += 1) {
    await expect(sendLetters(auth, died)).rejects.toThrow('the program ended');
    auth.pass(DAY_SECONDS);
  }
  await sendLetters(auth, deliver);
  expect(carried).toHaveLength(1);
  expect(await db.alarm.findMany()).toMatchObject([{ kind: 'letter_not_sent', detail: 'interrupted' }]);
});

test('a letter of another version is given up, not sent half empty', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, ['a@works.example']);
  await db.letter.updateMany({ data: { kind: 'of_tomorrow' } });
  const { carried, deliver } = aPostman();
  await sendLetters(auth, deliver);
  expect(carried).toEqual([]);
  expect(await findPost(db)).toMatchObject({ givenUp: 1, newest: [{ kind: null, fault: 'unreadable' }] });
});

test('sent letters are forgotten after a month, others after three', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, ['sent@works.example']);
  await sendLetters(auth, aPostman().deliver);
  await write(auth, ['refused@works.example']);
  await sendLetters(auth, aPostman(() => ({ ok: false, fault: 'address_refused', isFinal: true })).deliver);
  const left = async (days: number) => {
    auth.pass(days * DAY_SECONDS);
    await purgeLetters(auth);
    return (await db.letter.findMany({ where: { kind: 'key_registered' } })).map(({ address }) => address);
  };
  expect(await left(29)).toHaveLength(2);
  expect(await left(2)).toEqual(['refused@works.example']);
  expect(await left(60)).toEqual([]);
});

test('an administrator’s list hides most of an address', async ({ db }) => {
  const auth = openTestAuth(db);
  await write(auth, ['anna@works.example']);
  expect(await findPost(db)).toMatchObject({
    waiting: 1,
    newest: [{ maskedAddress: 'a…@w….example', state: 'waiting', kind: 'key_registered' }],
  });
});

async function runForDays(auth: TestAuth, deliver: (letter: DueLetter) => Promise<Delivery>, days: number) {
  for (let hours = 0; hours < days * 24; hours += 1) {
    await sendLetters(auth, deliver);
    auth.pass(3_600);
  }
}
