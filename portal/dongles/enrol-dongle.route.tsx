import { redirect } from 'react-router';
import { isDongleKind } from '#auth/dongles/dongle-kind.ts';
import { wordsIn } from '../lib/i18n.ts';
import { findTicket } from '../login/find-ticket.server.ts';
import { PinField, PinHints } from '../login/pin-fields.tsx';
import { SpentTicket } from '../login/spent-ticket.tsx';
import { loginWords } from '../login/words.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import type { Route } from './+types/enrol-dongle.route';
import { CeremonyProblems, CeremonyStages, Comparison, ComputerNameField } from './ceremony-parts.tsx';
import { donglesWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['enrol-dongle', 'pin-hints'] };

/** For whom the key is. A ticket for a key of another kind leads to its own page. */
export async function loader({ context }: Route.LoaderArgs) {
  const words = wordsIn(donglesWords, context.locale).enrol;
  const found = await findTicket(context);
  if (found !== null && (!isDongleKind(found.key.kind) || found.holder.kind !== 'customer'))
    throw redirect('/enrol/key');
  if (found?.purpose === 'computer') throw redirect('/enrol/computer');
  context.allowAgent();
  if (found === null) return { title: words.spentTitle, person: null };
  return {
    title: words.title(found.holder.name),
    person: { accountName: found.accountName ?? '', until: found.expiresAt },
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function EnrolDongle({ loaderData }: Route.ComponentProps) {
  const words = useWords(donglesWords).enrol;
  const { noScript } = useWords(loginWords).signIn;
  const { format } = usePage();
  const { title, person } = loaderData;
  if (person === null) return <SpentTicket title={title} text={words.spent} />;
  return (
    <div className="trouble">
      <h1>{title}</h1>
      <p>{words.forAccount(person.accountName)}</p>
      <ol>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CeremonyProblems />
      <form id="enrol-dongle" method="post" className="form">
        <PinField name="pin" label={words.chosenPin} hint={words.chosenPinHint} />
        <PinField name="pin-again" label={words.chosenPinAgain} />
        <PinHints />
        <ComputerNameField />
        <div className="form-actions">
          <Button id="register" kind="primary" size="large" icon="key" disabled>
            {words.button}
          </Button>
        </div>
      </form>
      <CeremonyStages />
      <Comparison />
      <noscript>
        <Notice kind="problem">{noScript}</Notice>
      </noscript>
      <p className="soft">{words.until(format.time(person.until))}</p>
    </div>
  );
}
