import type { AccountManager } from '../customers/find-account-manager.server.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { homeWords } from './words.ts';

/** Whom to call. While the manager is away, that is whoever stands in. */
export function ManagerCard({ manager }: { manager: AccountManager | null }) {
  const words = useWords(homeWords).manager;
  return (
    <Sheet title={words.title}>
      {manager === null ? (
        <p className="soft">{words.none}</p>
      ) : (
        <>
          <Deputies of={manager} />
          <p>
            <b>{manager.name}</b>
            {manager.position && (
              <>
                <br />
                <span className="soft">{manager.position}</span>
              </>
            )}
          </p>
          <Ways of={manager} />
        </>
      )}
    </Sheet>
  );
}

function Deputies({ of: { deputies } }: { of: AccountManager }) {
  const words = useWords(homeWords).manager;
  const { format } = usePage();
  return deputies.map((deputy) => (
    <div key={deputy.holderId} className="stack">
      <p>
        <b>{deputy.name}</b>
        <br />
        <span className="soft">{words.standsIn(format.day(deputy.untilOn))}</span>
      </p>
      <Ways of={deputy} />
    </div>
  ));
}

function Ways({ of: { phone, email } }: { of: { phone: string | null; email: string | null } }) {
  const words = useWords(homeWords).manager;
  return (
    <KeyValueList
      isRows
      items={[
        ...(phone === null ? [] : [{ key: words.phone, value: <a href={telephoneUrl(phone)}>{phone}</a> }]),
        ...(email === null ? [] : [{ key: words.email, value: <a href={`mailto:${email}`}>{email}</a> }]),
      ]}
    />
  );
}

/** @see RFC 3966: digits and a leading plus; an extension ends the number that can be dialled */
function telephoneUrl(phone: string): string {
  const [number = ''] = phone.split(/[,;xд]/i);
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}
