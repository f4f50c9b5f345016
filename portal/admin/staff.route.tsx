import { data, redirect } from 'react-router';
import { addStaff } from '#auth/holders/add-staff.ts';
import { findStaff } from '#auth/holders/find-staff.ts';
import type { ListedStaff } from '#auth/holders/find-staff.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { frameWords } from '../frame/words.ts';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Field, Select } from '../ui/field.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Route } from './+types/staff.route';
import { STAFF_FIELDS, parseStaffTexts } from './staff-form.ts';
import type { StaffFaults, StaffTexts } from './staff-form.ts';
import { adminWords } from './words.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'staff:manage');
  return {
    title: wordsIn(adminWords, context.locale).staff.title,
    people: await findStaff(context.services.db),
    roles: STAFF_ROLES,
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'staff:manage');
  const form = await readForm(request);
  const texts = textsOf(form, STAFF_FIELDS);
  const parsed = parseStaffTexts(texts);
  if (!parsed.ok) return data({ texts, faults: parsed.faults }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const person = { ...parsed.person, language: context.locale };
  const { holderId } = await addStaff(context.auth, { person, actor, trace: context.trace });
  return redirect(`/admin/staff/${holderId}?done=added`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Staff({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(adminWords).staff;
  return (
    <>
      <PageTitle title={words.title} />
      <Sheet isFlush>
        <StaffTable people={loaderData.people} />
      </Sheet>
      <Sheet title={words.add}>
        <AddForm
          roles={loaderData.roles}
          texts={actionData?.texts ?? { name: '', email: '', role: '' }}
          faults={actionData?.faults ?? {}}
        />
      </Sheet>
    </>
  );
}

function StaffTable({ people }: { people: readonly ListedStaff[] }) {
  const { format } = usePage();
  const words = useWords(adminWords).staff;
  const { roles } = useWords(frameWords);
  const { columns } = words;
  return (
    <DataTable
      caption={words.title}
      rows={people}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/admin/staff/${id}`}
      columns={[
        { key: 'name', head: columns.name, cell: ({ name }) => name },
        { key: 'role', head: columns.role, cell: ({ role }) => (role === null ? words.noRole : roles[role]) },
        {
          key: 'keys',
          head: columns.keys,
          isNumber: true,
          phoneWord: columns.keys,
          cell: ({ activeKeys }) => format.count(activeKeys),
        },
        {
          key: 'state',
          head: columns.state,
          phone: 'mark',
          cell: ({ hasLeft }) => (
            <StatusMark tone={hasLeft ? 'quiet' : 'good'}>{hasLeft ? words.left : words.here}</StatusMark>
          ),
        },
      ]}
    />
  );
}

type AddFormProps = { roles: typeof STAFF_ROLES; texts: StaffTexts; faults: StaffFaults };

function AddForm({ roles, texts, faults }: AddFormProps) {
  const words = useWords(adminWords).staff;
  const roleWords = useWords(frameWords).roles;
  const errors = STAFF_FIELDS.flatMap((field) => {
    const fault = faults[field];
    return fault === undefined ? [] : [{ fieldId: field, label: words[field], message: words.faults[fault] }];
  });
  const errorOf = (field: (typeof STAFF_FIELDS)[number]) =>
    errors.find(({ fieldId }) => fieldId === field)?.message;
  return (
    <KeyForm action="/admin/staff" className="form">
      <ErrorSummary errors={errors} />
      <Field
        name="name"
        label={words.name}
        required
        maxLength={120}
        defaultValue={texts.name}
        error={errorOf('name')}
      />
      <Field
        name="email"
        type="email"
        label={words.email}
        maxLength={254}
        defaultValue={texts.email}
        error={errorOf('email')}
      />
      <Select
        name="role"
        label={words.role}
        required
        defaultValue={texts.role}
        error={errorOf('role')}
        options={[{ value: '', word: '' }, ...roles.map((role) => ({ value: role, word: roleWords[role] }))]}
      />
      <div className="form-actions">
        <Button kind="primary">{words.save}</Button>
      </div>
    </KeyForm>
  );
}
