/** What an auditor asks the log for, as it stands in the address of the page. */
import { isOn } from '#portal/lib/dates.ts';
import { EVENT_GROUPS } from './event-groups.ts';
import type { EventGroup } from './event-groups.ts';

export type EventFilter = {
  group: EventGroup | null;
  accountId: string | null;
  keyId: string | null;
  /** Who acted, or who it is about. */
  holderId: string | null;
  /** Calendar days in the company's time zone, both included. */
  fromOn: string | null;
  toOn: string | null;
  isRefusedOnly: boolean;
};

const ID = /^[\w-]{1,200}$/;

/** Reads the query; what can't be right is left out, as if it had not been asked. */
export function parseEventFilter(query: URLSearchParams): EventFilter {
  const group = query.get('group');
  return {
    group: EVENT_GROUPS.find((known) => known === group) ?? null,
    accountId: idOf(query.get('account')),
    keyId: idOf(query.get('key')),
    holderId: idOf(query.get('person')),
    fromOn: dayOf(query.get('from')),
    toOn: dayOf(query.get('to')),
    isRefusedOnly: query.get('refused') === 'yes',
  };
}

/** The query of a filter, for links that keep it. */
export function toFilterQuery(filter: EventFilter): URLSearchParams {
  const query = new URLSearchParams();
  const values = {
    group: filter.group,
    account: filter.accountId,
    key: filter.keyId,
    person: filter.holderId,
    from: filter.fromOn,
    to: filter.toOn,
    refused: filter.isRefusedOnly ? 'yes' : null,
  };
  for (const [name, value] of Object.entries(values)) if (value !== null) query.set(name, value);
  return query;
}

function idOf(text: string | null): string | null {
  return text !== null && ID.test(text.trim()) ? text.trim() : null;
}

function dayOf(text: string | null): string | null {
  return text !== null && isOn(text) ? text : null;
}
