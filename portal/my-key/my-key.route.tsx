import type { CustomerRole, StaffRole } from '#auth/permissions/roles.ts';
import { frameWords } from '../frame/words.ts';
import { requireSession } from '../http/guards.server.ts';
import { parseReturnPath } from '../login/return-path.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/my-key.route';
import { AddressSheet } from './address-sheet.tsx';
import { ComputersSheet } from './computers-sheet.tsx';
import { DongleSheet } from './dongle-sheet.tsx';
import { findMyKey } from './find-my-key.server.ts';
import { findOwnAddress } from './find-own-address.server.ts';
import { MyKeysSheet } from './my-keys-sheet.tsx';
import { OpenSessionsSheet } from './open-sessions-sheet.tsx';
import { ThisKeySheet } from './this-key-sheet.tsx';
import { myKeyWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['signal-credentials'] };

export type PersonFacts = { name: string; role: CustomerRole | StaffRole; accountName: string | null };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, holder, account, isWatched } = await requireSession(request, context);
  const token = context.sessionToken ?? '';
  const query = new URL(request.url).searchParams;
  return {
    title: wordsIn(myKeyWords, context.locale).title,
    person: { name: holder.name, role: actor.role, accountName: account?.name ?? null },
    tier: actor.tier,
    myKey: await findMyKey(context.auth, { actor, isWatched, token }),
    address: await findOwnAddress(context.services.db, { actor }),
    done: doneOf(query.get('done')),
    returnTo: parseReturnPath(query.get('return')),
    count: Number.parseInt(query.get('count') ?? '', 10) || 0,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function MyKeyPage({ loaderData }: Route.ComponentProps) {
  const words = useWords(myKeyWords);
  const roles = useWords(frameWords).roles;
  const { person, myKey, address, done, count, returnTo, tier } = loaderData;
  const { accepted } = myKey;
  return (
    <>
      <PageTitle title={words.title} lead={words.lead(person.name, roles[person.role], person.accountName)} />
      {done && (
        <Notice kind={NOTICES[done] ?? 'good'}>
          {done === 'others' ? <p>{words.done.others(count)}</p> : <p>{words.done[done]}</p>}
          {returnTo !== null && (
            <p>
              <a href={returnTo}>{words.goOn}</a>
            </p>
          )}
        </Notice>
      )}
      <ThisKeySheet myKey={myKey} role={person.role} tier={tier} />
      {myKey.dongle && <DongleSheet dongle={myKey.dongle} />}
      <ComputersSheet computers={myKey.computers} canAdd={myKey.canAddComputer} />
      <MyKeysSheet myKey={myKey} isStaff={person.accountName === null} />
      <OpenSessionsSheet sessions={myKey.sessions} watch={myKey.watch} />
      <AddressSheet address={address} />
      <div
        id="accepted-credentials"
        hidden
        data-rp-id={accepted.rpId}
        data-user-handle={accepted.userHandle}
        data-credential-ids={accepted.credentialIds.join(' ')}
      />
    </>
  );
}

const DONE = [
  'one',
  'others',
  'stopped',
  'displaced',
  'pin',
  'address',
  'address-asked',
  'computer',
] as const;

/** Of what is not simply done. */
const NOTICES: Partial<Record<(typeof DONE)[number], 'watch' | 'info'>> = {
  displaced: 'watch',
  'address-asked': 'info',
};

function doneOf(text: string | null): (typeof DONE)[number] | null {
  return DONE.find((known) => known === text) ?? null;
}
