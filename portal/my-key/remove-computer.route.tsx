import { redirect } from 'react-router';
import { findOwnComputers } from '#auth/dongles/find-own-computers.ts';
import { removeComputer } from '#auth/dongles/remove-computer.ts';
import { computerWords } from '../dongles/computer-words.ts';
import { requireCustomer } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/remove-computer.route';
import { myKeyWords } from './words.ts';

/** One of the person's own computers; it says when it is the one at which they sit, or the last one. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireCustomer(request, context);
  const computers = await findOwnComputers(context.auth.db, actor);
  const computer = computers.find(({ agentId }) => agentId === params.agentId);
  if (computer === undefined) throw notFound();
  const words = wordsIn(computerWords, context.locale);
  const name = computer.name === '' ? words.sheet.unnamed(computer.shortKid) : computer.name;
  return {
    title: words.remove.title(name),
    agentId: computer.agentId,
    isThisOne: computer.isThisOne,
    isLast:
      computer.keyLabels.length > 0 &&
      computers.every((other) => other === computer || other.keyLabels.length === 0),
  };
}

/** It takes nothing but access, so that no key is asked. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireCustomer(request, context);
  const outcome = await removeComputer(context.auth, {
    agentId: params.agentId,
    actor,
    trace: context.trace,
  });
  if (!outcome.ok) throw notFound();
  throw redirect('/my-key?done=computer');
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function RemoveComputer({ loaderData }: Route.ComponentProps) {
  const { remove: words, sheet } = useWords(computerWords);
  const { title: toMyKey } = useWords(myKeyWords);
  const { title, agentId, isThisOne, isLast } = loaderData;
  return (
    <>
      <PageTitle title={sheet.title} back={{ href: '/my-key', word: toMyKey }} />
      <ConfirmPanel
        title={title}
        consequence={
          <div className="stack">
            <p>{words.consequence}</p>
            {isThisOne && <p>{words.thisOne}</p>}
            {isLast && <p>{words.last}</p>}
          </div>
        }
        verb={words.verb}
        isDangerous
        action={`/my-key/computers/${agentId}/remove`}
        cancelHref="/my-key"
      />
    </>
  );
}
