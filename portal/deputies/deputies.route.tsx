import { data, redirect } from 'react-router';
import { requireStaff } from '../http/guards.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/deputies.route';
import { changeDeputies } from './change-deputies.server.ts';
import { DeputiesPage } from './deputies-page.tsx';
import { DeputiesSheet } from './deputy-sheets.tsx';
import { doneIn, findDeputyPage } from './find-deputy-page.server.ts';
import { deputiesWords } from './words.ts';

const PATH = '/desk/deputies';

/** Who looks after the manager's customers while they are away, and for whom they do. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  return {
    title: wordsIn(deputiesWords, context.locale).title,
    ...(await findDeputyPage(context.services, actor.holderId)),
    done: doneIn(request),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const change = await changeDeputies({ request, context, form, managerId: actor.holderId, actor });
  switch (change.is) {
    case 'done':
      throw redirect(`${PATH}?done=${change.what}`);
    case 'problem':
      return data(change.state, { status: change.status });
    case 'not_found':
      throw notFound();
    case 'bad_request':
      throw badRequest();
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Deputies({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deputiesWords);
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} />
      <DeputiesPage {...loaderData} path={PATH} managerName={null} state={actionData} />
      <DeputiesSheet
        title={words.yours.title}
        none={words.yours.none}
        rows={loaderData.standIns}
        path={null}
      />
    </>
  );
}
