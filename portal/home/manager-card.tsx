import type { AccountManager } from '../customers/find-account-manager.server.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { homeWords } from './words.ts';

/** Whom to call. */
export function ManagerCard({ manager }: { manager: AccountManager | null }) {
  const words = useWords(homeWords).manager;
  return (
    <Sheet title={words.title}>
      {manager === null ? (
        <p className="soft">{words.none}</p>
      ) : (
        <>
          <p>
            <b>{manager.name}</b>
            {manager.position && (
              <>
                <br />
                <span className="soft">{manager.position}</span>
              </>
            )}
          </p>
          <KeyValueList
            isRows
            items={[
              ...(manager.phone === null
                ? []
                : [{ key: words.phone, value: <a href={telephoneUrl(manager.phone)}>{manager.phone}</a> }]),
              ...(manager.email === null
                ? []
                : [{ key: words.email, value: <a href={`mailto:${manager.email}`}>{manager.email}</a> }]),
            ]}
          />
        </>
      )}
    </Sheet>
  );
}

/** @see RFC 3966: digits and a leading plus; an extension ends the number that can be dialled */
function telephoneUrl(phone: string): string {
  const [number = ''] = phone.split(/[,;xд]/i);
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}
