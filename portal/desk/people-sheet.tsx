import { frameWords } from '../frame/words.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Customer, CustomerPerson } from './find-customer.server.ts';
import { deskWords } from './words.ts';

/** Who belongs to the customer, and what can be done for each. */
export function PeopleSheet({ customer }: { customer: Customer }) {
  const words = useWords(deskWords).customer.people;
  const { people } = customer;
  return (
    <Sheet title={words.title} isFlush>
      {people.length > 0 && (
        <DataTable
          caption={words.title}
          columns={useColumns(customer)}
          rows={people}
          rowKey={({ holderId }) => holderId}
        />
      )}
      {people.length === 0 && (
        <EmptyState icon="people" title={words.none}>
          {words.noneText}
        </EmptyState>
      )}
    </Sheet>
  );
}

function useColumns(customer: Customer): Column<CustomerPerson>[] {
  const words = useWords(deskWords).customer.people;
  const roles = useWords(frameWords).roles;
  return [
    {
      key: 'name',
      head: words.name,
      cell: ({ name, position }) => (
        <span className="two-lines">
          <b>{name}</b>
          {position && <small>{position}</small>}
        </span>
      ),
    },
    { key: 'role', head: words.role, cell: ({ role }) => roles[role] },
    {
      key: 'contact',
      head: words.contact,
      cell: ({ email, phone }) => (
        <span className="two-lines">
          {email && <span>{email}</span>}
          {phone && <span>{phone}</span>}
        </span>
      ),
    },
    { key: 'keys', head: words.keys, cell: ({ keys }) => words.key(keys) },
    {
      key: 'actions',
      head: words.actions,
      cell: (person) => <PersonActions customer={customer} person={person} />,
    },
  ];
}

function PersonActions({ customer, person }: { customer: Customer; person: CustomerPerson }) {
  const words = useWords(deskWords).customer.people;
  const account = `/desk/customers/${customer.accountId}`;
  const path = `${account}/people/${person.holderId}`;
  const actions = [
    ...(customer.isClosed
      ? []
      : [{ word: words.issue, href: `${account}/issue-key?person=${person.holderId}` }]),
    { word: words.changeRole, href: `${path}/role` },
    { word: words.changeAddress, href: `${path}/address` },
    { word: words.remove, href: `${path}/remove` },
  ];
  return (
    <span className="row-actions">
      {actions.map(({ word, href }) => (
        <a key={href} href={href} aria-label={words.about(word, person.name)}>
          {word}
        </a>
      ))}
    </span>
  );
}
