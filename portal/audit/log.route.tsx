import { requirePermission } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { decodeCursor, encodeCursor } from '../lib/paging.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Checkbox, DateField, Field, Select } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/log.route';
import { parseEventFilter, toFilterQuery } from './event-filter.ts';
import type { EventFilter } from './event-filter.ts';
import { EVENT_GROUPS } from './event-groups.ts';
import { EventTable } from './event-table.tsx';
import { findEvents } from './find-events.server.ts';
import { nameSubjects } from './name-subjects.server.ts';
import { auditWords } from './words.ts';

const PATH = '/audit';
const PAGE_SIZE = 50;
const SEQ = /^\d{1,18}$/;

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'audit:read');
  const { db, company } = context.services;
  const query = new URL(request.url).searchParams;
  const filter = parseEventFilter(query);
  const { timeZone } = await company.find();
  const before = seqOf(query.get('after'));
  const { events, nextBefore } = await findEvents(db, { filter, before, size: PAGE_SIZE, timeZone });
  return {
    title: wordsIn(auditWords, context.locale).title,
    filter,
    query: toFilterQuery(filter).toString(),
    events: await nameSubjects(db, events),
    nextCursor: nextBefore === null ? null : encodeCursor({ sortKey: '', id: nextBefore.toString() }),
    isLaterPage: before !== null,
    isFull: events.length === PAGE_SIZE,
  };
}

function seqOf(cursor: string | null): bigint | null {
  const id = decodeCursor(cursor)?.id;
  return id !== undefined && SEQ.test(id) ? BigInt(id) : null;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function AuditLog({ loaderData }: Route.ComponentProps) {
  const words = useWords(auditWords);
  const { filter, query, events, nextCursor, isLaterPage, isFull } = loaderData;
  const here = query === '' ? PATH : `${PATH}?${query}`;
  const next = nextCursor && `${PATH}?${query === '' ? '' : `${query}&`}after=${nextCursor}`;
  return (
    <>
      <PageTitle
        title={words.title}
        lead={words.lead}
        actions={
          <LinkButton icon="download" href={`${PATH}/export${query === '' ? '' : `?${query}`}`}>
            {words.export}
          </LinkButton>
        }
      />
      <Filters filter={filter} resetHref={query === '' ? null : PATH} />
      <Sheet
        isFlush
        foot={(next || isLaterPage) && <Pager nextHref={next} firstHref={isLaterPage ? here : null} />}
      >
        {events.length === 0 && nextCursor === null ? (
          <EmptyState icon="search" title={words.empty.title}>
            {words.empty.text}
          </EmptyState>
        ) : (
          <EventTable events={events} />
        )}
        {nextCursor !== null && !isFull && <p className="sheet-late">{words.lookFurther}</p>}
      </Sheet>
    </>
  );
}

function Filters({ filter, resetHref }: { filter: EventFilter; resetHref: string | null }) {
  const words = useWords(auditWords);
  const labels = words.filter;
  return (
    <FilterForm action={PATH} resetHref={resetHref}>
      <Select
        name="group"
        label={labels.group}
        isOptionalUnsaid
        defaultValue={filter.group ?? ''}
        options={[
          { value: '', word: labels.all },
          ...EVENT_GROUPS.map((group) => ({ value: group, word: words.groups[group] })),
        ]}
      />
      <DateField name="from" label={labels.from} isOptionalUnsaid defaultValue={filter.fromOn ?? ''} />
      <DateField name="to" label={labels.to} isOptionalUnsaid defaultValue={filter.toOn ?? ''} />
      <Field name="person" label={labels.person} isOptionalUnsaid defaultValue={filter.holderId ?? ''} />
      <Field name="account" label={labels.account} isOptionalUnsaid defaultValue={filter.accountId ?? ''} />
      <Field name="key" label={labels.key} isOptionalUnsaid defaultValue={filter.keyId ?? ''} />
      <Checkbox name="refused" value="yes" label={labels.refused} defaultChecked={filter.isRefusedOnly} />
    </FilterForm>
  );
}
