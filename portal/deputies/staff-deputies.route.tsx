import { data, redirect } from 'react-router';
import { findManagers } from '#auth/holders/find-staff.ts';
import { requirePermission } from '../http/guards.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/staff-deputies.route';
import { changeDeputies } from './change-deputies.server.ts';
import { DeputiesPage } from './deputies-page.tsx';
import { doneIn, findDeputyPage } from './find-deputy-page.server.ts';
import { deputiesWords } from './words.ts';

/** For a manager who could not name a deputy themselves, an administrator does. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'deputy:name');
  const { db } = context.services;
  const manager = (await findManagers(db)).find(({ id }) => id === params.holderId);
  if (manager === undefined) throw notFound();
  return {
    title: `${wordsIn(deputiesWords, context.locale).title}: ${manager.name}`,
    manager,
    ...(await findDeputyPage(context.services, manager.id)),
    done: doneIn(request),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'deputy:name');
  const form = await readForm(request);
  const { holderId: managerId } = params;
  const change = await changeDeputies({ request, context, form, managerId, actor });
  switch (change.is) {
    case 'done':
      throw redirect(`${pathOf(managerId)}?done=${change.what}`);
    case 'problem':
      return data(change.state, { status: change.status });
    case 'not_found':
      throw notFound();
    case 'bad_request':
      throw badRequest();
  }
}

function pathOf(managerId: string): string {
  return `/admin/staff/${encodeURIComponent(managerId)}/deputies`;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function StaffDeputies({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deputiesWords);
  const { manager, ...page } = loaderData;
  return (
    <>
      <PageTitle
        title={words.title}
        lead={words.leadOf(manager.name)}
        back={{ href: `/admin/staff/${manager.id}`, word: manager.name }}
      />
      <DeputiesPage {...page} path={pathOf(manager.id)} managerName={manager.name} state={actionData} />
    </>
  );
}
