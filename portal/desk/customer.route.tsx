import { frameWords } from '../frame/words.ts';
import { requireStaff } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { KeyStatusMark } from '../keys/key-status-mark.tsx';
import { LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/customer.route';
import { findCustomer } from './find-customer.server.ts';
import type { CustomerPerson } from './find-customer.server.ts';
import { deskWords } from './words.ts';

/** One of the manager's customers: its people and their keys. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const customer = await findCustomer(context.services.db, { actor, accountId: params.accountId });
  if (customer === null) throw notFound();
  return { customer };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.customer.name }];

export default function CustomerPage({ loaderData }: Route.ComponentProps) {
  const words = useWords(deskWords);
  const { customer } = loaderData;
  return (
    <>
      <PageTitle title={customer.name} lead={customer.number} back={{ href: '/desk', word: words.back }} />
      <Sheet isFlush title={words.people}>
        {customer.people.length === 0 && <EmptyState icon="people" title={words.noPeople} />}
        {customer.people.length > 0 && <PeopleTable accountId={customer.id} people={customer.people} />}
      </Sheet>
    </>
  );
}

function PeopleTable({ accountId, people }: { accountId: string; people: readonly CustomerPerson[] }) {
  const words = useWords(deskWords);
  const { roles } = useWords(frameWords);
  const columns: Column<CustomerPerson>[] = [
    {
      key: 'person',
      head: words.person,
      cell: ({ name, position }) => (position === null ? name : `${name}, ${position}`),
    },
    { key: 'role', head: words.role, cell: ({ role }) => roles[role] },
    { key: 'keys', head: words.keys, cell: ({ keys }) => <Keys keys={keys} /> },
    {
      key: 'issue',
      head: words.issue,
      cell: ({ holderId, name }) => (
        <LinkButton
          size="small"
          icon="key"
          href={`/desk/customers/${accountId}/issue-key/${holderId}`}
          aria-label={words.issueFor(name)}
        >
          {words.issue}
        </LinkButton>
      ),
    },
  ];
  return (
    <DataTable caption={words.people} columns={columns} rows={people} rowKey={({ holderId }) => holderId} />
  );
}

function Keys({ keys }: { keys: CustomerPerson['keys'] }) {
  const words = useWords(deskWords);
  if (keys.length === 0) return <span className="soft">{words.noKeys}</span>;
  return (
    <ul>
      {keys.map(({ id, label, status }) => (
        <li key={id}>
          <a href={`/desk/keys/${id}`}>{label}</a> <KeyStatusMark status={status} />
        </li>
      ))}
    </ul>
  );
}
