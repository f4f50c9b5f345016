import { redirect } from 'react-router';
import { isDongleKind } from '#auth/dongles/dongle-kind.ts';
import { needsServerPin, pinRulesOf } from '#auth/pins/set-pin.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { OtherKeyPicture } from '../ui/pictures/other-key-picture.tsx';
import { PlugPicture } from '../ui/pictures/plug-picture.tsx';
import { TouchPicture } from '../ui/pictures/touch-picture.tsx';
import { WrongPinPicture } from '../ui/pictures/wrong-pin-picture.tsx';
import type { Route } from './+types/enrol-key.route';
import { problemOf } from './enrolment-problem.ts';
import { findTicket } from './find-ticket.server.ts';
import { ChosenPinFields } from './pin-fields.tsx';
import { SpentTicket } from './spent-ticket.tsx';
import { loginWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['enrol-key', 'pin-hints'] };

const STEPS = [
  { key: 'plug', Picture: PlugPicture },
  { key: 'choose', Picture: OtherKeyPicture },
  { key: 'pin', Picture: WrongPinPicture },
  { key: 'touch', Picture: TouchPicture },
] as const;
/** Without one of its own the PIN is typed here, above the button. */
const STEPS_WITHOUT_OWN_PIN = STEPS.filter(({ key }) => key !== 'pin');

/** For whom the key is. Without an open ticket of this browser it says so, whatever the reason. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const words = wordsIn(loginWords, context.locale).enrolKey;
  const found = await findTicket(context);
  if (found !== null && isDongleKind(found.key.kind) && found.holder.kind === 'customer')
    throw redirect(found.purpose === 'computer' ? '/enrol/computer' : '/enrol/dongle');
  if (found === null) return { title: words.spentTitle, person: null, problem: null };
  return {
    title: words.title(found.holder.name),
    person: {
      accountName: found.accountName,
      isStaff: found.holder.kind === 'staff',
      leastPin: needsServerPin(found) ? pinRulesOf(found.key).leastLength : null,
      until: found.expiresAt,
    },
    problem: problemOf(new URL(request.url).searchParams.get('problem')),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function EnrolKey({ loaderData }: Route.ComponentProps) {
  const words = useWords(loginWords).enrolKey;
  const { format } = usePage();
  const { title, person, problem } = loaderData;
  if (person === null) return <SpentTicket title={title} text={words.spent} />;
  return (
    <div className="trouble">
      <h1>{title}</h1>
      <p>{person.isStaff ? words.forStaff : words.forAccount(person.accountName ?? '')}</p>
      {problem && <Notice kind="problem">{words.problems[problem]}</Notice>}
      <ol className="reasons">
        {(person.leastPin === null ? STEPS : STEPS_WITHOUT_OWN_PIN).map(({ key, Picture }) => (
          <li key={key} className="reason">
            <Picture />
            <p>
              <b>{words.steps[key].title}</b>
              {words.steps[key].text}
            </p>
          </li>
        ))}
      </ol>
      {person.leastPin !== null && <ChosenPinFields least={person.leastPin} />}
      <div className="form-actions">
        <Button id="register" type="button" kind="primary" size="large" icon="key" disabled>
          {words.button}
        </Button>
      </div>
      <p id="waiting" role="status" hidden>
        {words.waiting}
      </p>
      <p className="soft">{words.until(format.time(person.until))}</p>
    </div>
  );
}
