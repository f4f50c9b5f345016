import { describe, expect } from 'vitest';
import { ENTITY_KINDS } from '#portal/connectors/port.ts';
import { findSourceFacts } from '#portal/freshness/find-source-facts.server.ts';
import { SHOWN_KINDS, toSourceFacts } from '#portal/freshness/freshness.ts';
import { anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aSource, aTie, aTrader } from '#test/support/trade-builders.ts';

const EARLY = new Date('2026-12-11T08:00:00Z');
const LATE = new Date('2026-12-12T08:00:00Z');

test('every kind that pages speak of is one that a source can give', () => {
  expect(ENTITY_KINDS).toEqual(expect.arrayContaining([...SHOWN_KINDS]));
});

describe('a page that shows facts of several sources', () => {
  const states = [
    { sourceId: 'a', source: 'ERP', kind: 'order', asOf: LATE },
    { sourceId: 'b', source: 'Old ERP', kind: 'order', asOf: EARLY },
    { sourceId: 'a', source: 'ERP', kind: 'shipment', asOf: LATE },
  ];

  test('is as old as the one that is most behind', () => {
    expect(toSourceFacts(states).kinds.order).toMatchObject({ source: 'Old ERP', at: EARLY });
    expect(toSourceFacts(states).kinds.shipment).toMatchObject({ source: 'ERP', at: LATE });
    expect(toSourceFacts(states).kinds.invoice).toBeUndefined();
  });

  test('is judged by one source where it shows facts of that one only', () => {
    expect(toSourceFacts(states, 'a').kinds.order).toMatchObject({ source: 'ERP', at: LATE });
    expect(toSourceFacts(states, 'b').kinds.shipment).toBeUndefined();
  });
});

test('only sources that a person has tied to the account count', async ({ db }) => {
  const account = await anAccount(db);
  const facts = () => findSourceFacts(db, { actor: { accountId: account.id } });
  expect(await facts()).toEqual({ isConnected: false, kinds: {} });

  await aTrader(db);
  const held = await aSource(db, { kinds: ['invoice'] });
  await aTie(db, { accountId: account.id, sourceId: held.id, status: 'quarantined' });
  expect(await facts()).toEqual({ isConnected: false, kinds: {} });

  const source = await aSource(db, { kinds: ['order'], asOf: LATE });
  await aTie(db, { accountId: account.id, sourceId: source.id });
  const { isConnected, kinds } = await facts();
  expect(isConnected).toBe(true);
  expect(Object.keys(kinds)).toEqual(['order']);
  expect(kinds.order).toMatchObject({ source: source.name, at: LATE });
});
