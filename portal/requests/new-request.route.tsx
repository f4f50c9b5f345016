import { data, redirect } from 'react-router';
import { requireBuyer } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { Button } from '../ui/button.tsx';
import { Textarea } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/new-request.route';
import { addFromForm } from './add-from-form.server.ts';
import type { AddProblem } from './add-from-form.server.ts';
import { UnknownLines } from './unknown-lines.tsx';
import { requestsWords } from './words.ts';

const SAID = ['takes_no_orders', 'nothing_to_order', 'too_many_lines'] as const;

/** A list of articles, typed or pasted, that becomes a draft. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requireBuyer(request, context);
  const query = new URL(request.url).searchParams;
  return {
    title: wordsIn(requestsWords, context.locale).newTitle,
    problem: SAID.find((known) => known === query.get('problem')) ?? null,
  };
}

/** A list from this page, or one article from the page of its price. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireBuyer(request, context);
  const form = await readForm(request);
  const texts = textsOf(form, ['list', 'productId', 'quantity']);
  const outcome = await addFromForm(context.services, { actor, requestId: null, texts });
  if (outcome.ok) return redirect(`/requests/${encodeURIComponent(outcome.requestId)}`);
  return data({ typed: texts.list, ...outcome.problem }, { status: 422 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NewRequest({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(requestsWords);
  const answer: (AddProblem & { typed: string }) | undefined = actionData;
  const problem = answer?.reason ?? loaderData.problem;
  return (
    <>
      <PageTitle title={loaderData.title} back={{ href: '/requests', word: words.title }} />
      {problem !== null && (
        <Notice kind="problem">
          <p>{words.problems[problem]}</p>
          <UnknownLines lines={answer?.unknown ?? []} />
        </Notice>
      )}
      <Sheet>
        <form className="form" method="post" action="/requests/new">
          <Textarea
            name="list"
            label={words.list}
            hint={words.listHint}
            rows={10}
            maxLength={20_000}
            defaultValue={answer?.typed ?? ''}
            spellCheck={false}
            required
          />
          <div className="form-actions">
            <Button kind="primary">{words.listVerb}</Button>
          </div>
        </form>
      </Sheet>
    </>
  );
}
