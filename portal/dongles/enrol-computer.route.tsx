import { redirect } from 'react-router';
import { wordsIn } from '../lib/i18n.ts';
import { findTicket } from '../login/find-ticket.server.ts';
import { PinField, PinHints } from '../login/pin-fields.tsx';
import { SpentTicket } from '../login/spent-ticket.tsx';
import { loginWords } from '../login/words.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { Route } from './+types/enrol-computer.route';
import { CeremonyProblems, CeremonyStages, Comparison, ComputerNameField } from './ceremony-parts.tsx';
import { computerWords } from './computer-words.ts';
import { donglesWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['enrol-computer', 'pin-hints'] };

/** Which old key gets this computer. A ticket for anything else leads to its own page. */
export async function loader({ context }: Route.LoaderArgs) {
  const words = wordsIn(computerWords, context.locale).enrol;
  const found = await findTicket(context);
  if (found !== null && found.purpose !== 'computer') throw redirect('/enrol/key');
  context.allowAgent();
  if (found === null) return { title: words.spentTitle, of: null };
  return {
    title: words.title(found.key.label),
    of: { accountName: found.accountName ?? '', until: found.expiresAt },
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function EnrolComputer({ loaderData }: Route.ComponentProps) {
  const words = useWords(computerWords).enrol;
  const { until } = useWords(donglesWords).enrol;
  const { noScript } = useWords(loginWords).signIn;
  const { format } = usePage();
  const { title, of } = loaderData;
  if (of === null) return <SpentTicket title={title} text={words.spent} />;
  return (
    <div className="trouble">
      <h1>{title}</h1>
      <p>{words.lead(of.accountName)}</p>
      <ol>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CeremonyProblems />
      <form id="enrol-computer" method="post" className="form">
        <PinField name="pin" label={words.pin} hint={words.pinHint} />
        <PinHints />
        <ComputerNameField />
        <div className="form-actions">
          <Button id="add" kind="primary" size="large" icon="key" disabled>
            {words.button}
          </Button>
        </div>
      </form>
      <CeremonyStages />
      <Comparison />
      <noscript>
        <Notice kind="problem">{noScript}</Notice>
      </noscript>
      <p className="soft">{until(format.time(of.until))}</p>
    </div>
  );
}
